package dev.irsa.internal.container;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets session credentials from a container credentials endpoint. Each call uses a new connection,
 * never through a proxy. Thread-safe.
 *
 * <p>A connection that cannot be opened does not end the call: it is tried again until the call's
 * bound, because nothing was sent, and the agent of a new node may start after its pods.
 */
public final class ContainerExchange implements TokenExchange {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ContainerIdentity identity;
  private final Transport transport;
  private final String origin;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /** Waits between two connections. Tests replace it. */
  interface Pause {
    /**
     * Waits, at most until the call is aborted.
     *
     * @param aborted at zero once the call is aborted
     */
    void await(CountDownLatch aborted, Duration duration) throws InterruptedException;
  }

  /**
   * Creates an exchange, without I/O.
   *
   * @param identity the URI of the credentials; the token is given to each call
   * @param transport the settings of connections; its proxy is ignored
   * @param origin where the host of the URI was set, for messages
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public ContainerExchange(
      ContainerIdentity identity, Transport transport, String origin, LongSupplier nanoTime) {
    this(identity, transport, origin, nanoTime, new SystemPause());
  }

  ContainerExchange(
      ContainerIdentity identity,
      Transport transport,
      String origin,
      LongSupplier nanoTime,
      Pause pause) {
    this.identity = identity;
    this.transport =
        ConnectionFactory.isPlain(identity.uri())
            ? transport.direct(new LocalResolver(transport.resolver(), origin))
            : transport.direct(transport.resolver());
    this.origin = origin;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  @Override
  public Call call(Duration bound) {
    return new ContainerCall(new CallDeadline(nanoTime, bound));
  }

  @Override
  public void forget() {
    transport.forget();
  }

  private final class ContainerCall implements Call {

    private final CallDeadline deadline;
    private final CountDownLatch aborted = new CountDownLatch(1);

    // Volatile: written by the call's thread, read by the aborting one. Either the aborting thread
    // sees the connection, or the call's thread sees the latch after it has set the connection.
    private volatile CancellableCall connection;

    ContainerCall(CallDeadline deadline) {
      this.deadline = deadline;
      this.connection = new CancellableCall(deadline);
    }

    @Override
    public ExchangeResult send(@Nullable IdentityToken token) {
      HttpRequest request = HttpRequest.get(token == null ? null : token.value());
      Duration next = FIRST_PAUSE;
      while (true) {
        CancellableCall state = connect();
        ContainerResponse response = new ContainerResponse(identity, token, state);
        try {
          return response.read(new HttpClient(identity.uri(), transport, state, nanoTime), request);
        } catch (ExchangeUnavailableException e) {
          if (isWithoutFamily(e.getCause())) {
            throw addressFamily();
          }
          if (e.stage() != Stage.CONNECT || aborted.getCount() == 0 || !waitFor(next)) {
            throw e;
          }
        }
        next = longer(next);
      }
    }

    /** Returns whether a connection failed since this JVM has no IPv6: it will never have it. */
    private boolean isWithoutFamily(@Nullable Throwable failure) {
      if (failure == null || failure.getClass() != SocketException.class) {
        return false;
      }
      String message = failure.getMessage();
      return message != null
          && message.contains("amily unavailable")
          && failure.getSuppressed().length == 0;
    }

    private MisconfiguredException addressFamily() {
      return MisconfiguredException.of(
          "container credentials URI",
          origin,
          "the host "
              + identity.uri().getHost()
              + " is an IPv6 address, and this JVM has no IPv6; nothing was sent",
          "remove -Djava.net.preferIPv4Stack=true, or enable IPv6 in the container; an"
              + " agent in a cluster with IPv4 has the address 169.254.170.23");
    }

    private CancellableCall connect() {
      CancellableCall next = new CancellableCall(deadline);
      connection = next;
      if (aborted.getCount() == 0) {
        next.abort();
      }
      return next;
    }

    /** Waits, and returns whether there is time for another connection. */
    private boolean waitFor(Duration duration) {
      Duration left = deadline.remaining();
      if (left.compareTo(duration) <= 0) {
        return false;
      }
      try {
        pause.await(aborted, duration);
        // A pause may take longer. Without time left, the refused connection is the failure.
        return deadline.remaining().compareTo(Duration.ZERO) > 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void abort() {
      aborted.countDown();
      connection.abort();
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private static final class SystemPause implements Pause {
    @Override
    public void await(CountDownLatch aborted, Duration duration) throws InterruptedException {
      boolean unused = aborted.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
