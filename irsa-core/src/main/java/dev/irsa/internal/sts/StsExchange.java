package dev.irsa.internal.sts;

import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
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
 *
 * @param identity a web identity or a chained one
 * @param endpoint the endpoint, with its path
 * @param transport the settings of connections
 * @param nanoTime a monotonic clock in nanoseconds
 */
public record StsExchange(
    Identity identity, URI endpoint, Transport transport, LongSupplier nanoTime)
    implements TokenExchange {

  @Override
  public StsCall call(Duration bound) {
    return new StsCall(this, new CancellableCall(new CallDeadline(nanoTime, bound)));
  }

  @Override
  public void forget() {
    transport.forget();
  }
}
