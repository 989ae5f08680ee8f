package dev.irsa.doctor.internal.network;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls over the library's own connections (proxy, trust, deadlines), each stage timed.
 * Thread-safe.
 */
public final class StagedCall {

  private static final Duration MAX_LOOKUP = Duration.ofSeconds(2);

  private final Clock clock;
  private final LongSupplier nanoTime;

  /**
   * Creates an instance.
   *
   * @param clock the clock of this machine
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public StagedCall(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Sends a request over a new connection. Never throws for what the network or the server does.
   *
   * @param bound the maximum duration of the call
   */
  public ProbeResult send(ConnectionTarget target, PathRequest request, Duration bound) {
    Duration lookup = bound.compareTo(MAX_LOOKUP) < 0 ? bound : MAX_LOOKUP;
    Connecting connecting = new Connecting(target, new BoundedResolver(target.resolver(), lookup));
    Exception untrusting = connecting.prepareTrust();
    // Only now: reading the trust store does not count.
    StageTimes times = new StageTimes(nanoTime);
    CancellableCall state = new CancellableCall(new CallDeadline(nanoTime, bound), times);
    if (untrusting != null) {
      times.entered(Stage.TLS);
      return connecting.result(times, state, null, untrusting);
    }
    try {
      HttpResponse response = connecting.exchange(request, state);
      return connecting.result(times, state, response, null);
    } catch (IOException | RuntimeException e) {
      // Unchecked ones come from providers of TLS that the process installed.
      return connecting.result(times, state, null, e);
    }
  }

  /** One call, with what it learns on the way. */
  private final class Connecting {
    private final ConnectionTarget target;
    private final BoundedResolver resolver;
    private @Nullable Trust trust;
    private @Nullable SSLContext context;

    Connecting(ConnectionTarget target, BoundedResolver resolver) {
      this.target = target;
      this.resolver = resolver;
    }

    /** Prepares TLS. Returns why that is not possible, or null. */
    @Nullable Exception prepareTrust() {
      if (target.isPlain()) {
        return null;
      }
      try {
        Trust own = Trust.of(target.caBundle());
        context = own.context();
        trust = own;
        return null;
      } catch (IOException | MisconfiguredException e) {
        return e;
      }
    }

    HttpResponse exchange(PathRequest request, CancellableCall state) throws IOException {
      HttpClient client =
          new HttpClient(
              target.at(request.path()), target.transport(resolver, context), state, nanoTime);
      return client.send(request.toSend());
    }

    ProbeResult result(
        StageTimes times,
        CancellableCall state,
        @Nullable HttpResponse response,
        @Nullable Exception failure) {
      times.end();
      return new ProbeResult(
          target.endpoint(),
          target.proxy(),
          times.current(),
          times.describe(),
          response == null && state.proxy() != null,
          resolver.resolved(),
          trust == null ? List.of() : trust.presented(),
          response,
          failure,
          clock.instant());
    }
  }
}
