package dev.irsa.internal.sts;

import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.TokenExchange;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Obtains the credentials of a role from an STS endpoint, for a web identity token or with the
 * credentials of another session. Each call uses a new connection. Thread-safe; keeps neither
 * tokens nor credentials.
 */
public final class StsExchange implements TokenExchange {

  private final Identity identity;
  private final URI endpoint;
  private final Transport transport;
  private final LongSupplier nanoTime;

  /**
   * Creates an exchange, without I/O.
   *
   * @param identity a web identity or a chained one
   * @param endpoint the endpoint, with its path
   * @param transport the settings of connections
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public StsExchange(Identity identity, URI endpoint, Transport transport, LongSupplier nanoTime) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.transport = transport;
    this.nanoTime = nanoTime;
  }

  @Override
  public StsCall call(Duration bound) {
    return new StsCall(identity, endpoint, transport, nanoTime, bound);
  }

  @Override
  public void forget() {
    transport.forget();
  }
}
