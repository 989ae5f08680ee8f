package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.ProxyTunnelException;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.identity.WebIdentityToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Exchanges web identity tokens for session credentials at an STS endpoint. Each call uses a new
 * connection. Thread-safe.
 */
public final class StsExchange {

  private final WebIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final LongSupplier nanoTime;

  /**
   * Creates an exchange, without I/O.
   *
   * @param identity the identity that requests credentials
   * @param endpoint the endpoint, with its path
   * @param transport the settings of connections
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public StsExchange(
      WebIdentity identity, URI endpoint, Transport transport, LongSupplier nanoTime) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.transport = transport;
    this.nanoTime = nanoTime;
  }

  /**
   * Prepares a call, without I/O.
   *
   * @param bound the maximum duration of the call, counted from now
   */
  public Call call(Duration bound) {
    return new Call(new CancellableCall(new CallDeadline(nanoTime, bound)));
  }

  /** A call to STS, which can be aborted. */
  public final class Call {

    private final CancellableCall state;

    private Call(CancellableCall state) {
      this.state = state;
    }

    /**
     * Sends the token and reads the response. Must be called only once.
     *
     * @throws CredentialsException if STS rejects the request, or does not return a usable response
     *     in time
     */
    public ExchangeResult send(WebIdentityToken token) {
      ResponseInterpreter interpreter = new ResponseInterpreter(identity, endpoint, token, state);
      HttpResponse response;
      try {
        response =
            new HttpClient(endpoint, transport, state, nanoTime)
                .send(AssumeRoleForm.of(identity, token));
      } catch (ProxyTunnelException e) {
        throw interpreter.tunnelRefused(e);
      } catch (MisconfiguredException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // Unchecked exceptions come from providers that the process installed, for example of TLS.
        throw interpreter.withoutResponse(e);
      }
      return interpreter.interpret(response);
    }

    /**
     * Aborts {@link #send} from another thread, without waiting for its end. Idempotent; has no
     * effect before and after the call.
     */
    public void abort() {
      state.abort();
    }
  }
}
