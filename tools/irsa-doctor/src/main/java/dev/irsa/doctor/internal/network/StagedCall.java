package dev.irsa.doctor.internal.network;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls over the library's own connections (proxy, trust, deadlines), each stage timed.
 * Thread-safe.
 */
public final class StagedCall {

  private static final Duration MAX_LOOKUP = Duration.ofSeconds(2);

  private final MachineAccess machine;

  /** Creates an instance for calls from a machine. */
  public StagedCall(MachineAccess machine) {
    this.machine = machine;
  }

  /** Sends a request without a proxy. */
  ProbeResult sendDirectly(
      URI server, @Nullable CaBundle caBundle, HttpRequest request, Duration bound) {
    return send(server, new Transport(null, caBundle, null, machine.resolver()), request, bound);
  }

  /**
   * Sends a request over a new connection. Never throws for what the network or the server does.
   *
   * @param server the URI, with path and query
   * @param bound the maximum duration of the call
   */
  public ProbeResult send(URI server, Transport way, HttpRequest request, Duration bound) {
    Duration lookup = bound.compareTo(MAX_LOOKUP) < 0 ? bound : MAX_LOOKUP;
    Connecting connecting =
        new Connecting(server, way, new BoundedResolver(way.resolver(), lookup));
    Exception untrusting = connecting.prepareTrust();
    // Only now: reading the trust store does not count.
    StageTimes times = new StageTimes();
    CancellableCall state = new CancellableCall(new CallDeadline(System::nanoTime, bound), times);
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
    private final URI server;
    private final Transport way;
    private final BoundedResolver resolver;
    private @Nullable Trust trust;
    private @Nullable SSLContext context;

    Connecting(URI server, Transport way, BoundedResolver resolver) {
      this.server = server;
      this.way = way;
      this.resolver = resolver;
    }

    /** Prepares TLS. Returns why that is not possible, or null. */
    @Nullable Exception prepareTrust() {
      if (ConnectionFactory.isPlain(server)) {
        return null;
      }
      try {
        Trust own = Trust.of(way.caBundle());
        context = own.context();
        trust = own;
        return null;
      } catch (IOException | MisconfiguredException e) {
        return e;
      }
    }

    HttpResponse exchange(HttpRequest request, CancellableCall state) throws IOException {
      Transport observed = new Transport(way.proxy(), null, context, resolver);
      return new HttpClient(server, observed, state, System::nanoTime).send(request);
    }

    ProbeResult result(
        StageTimes times,
        CancellableCall state,
        @Nullable HttpResponse response,
        @Nullable Exception failure) {
      times.end();
      return new ProbeResult(
          server,
          way.proxy(),
          times.current(),
          times.describe(),
          response == null && state.proxy() != null,
          resolver.resolved(),
          trust == null ? List.of() : trust.presented(),
          response,
          failure,
          machine.clock().instant());
    }
  }
}
