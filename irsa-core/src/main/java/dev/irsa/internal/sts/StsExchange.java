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
 * Exchanges web identity tokens for session credentials at an endpoint of STS: one connection for
 * each call, and none kept in between. Thread-safe.
 */
public final class StsExchange {

  private final WebIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final LongSupplier nanoTime;

  /**
   * Makes the exchange; no I/O.
   *
   * @param identity who asks
   * @param endpoint the endpoint, with its path
   * @param transport how it is reached
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
   * Prepares one call, without I/O.
   *
   * @param bound the time that the call may take, counted from now
   */
  public Call call(Duration bound) {
    return new Call(new CancellableCall(new CallDeadline(nanoTime, bound)));
  }

  /** One call of STS: sends the form and judges what comes back. */
  public final class Call {

    private final CancellableCall state;

    private Call(CancellableCall state) {
      this.state = state;
    }

    /**
     * Sends the token and reads the response; used once.
     *
     * @throws CredentialsException when STS refuses, or does not answer in time or readably
     */
    public ExchangeResult send(WebIdentityToken token) {
      ResponseInterpreter interpreter = new ResponseInterpreter(identity, endpoint, token, state);
      HttpResponse response;
      try {
        response =
            new HttpClient(endpoint, transport, state, nanoTime)
                .send(AssumeRoleForm.of(identity, token));
      } catch (ProxyTunnelException e) {
        throw interpreter.noTunnel(e);
      } catch (MisconfiguredException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // Unchecked ones come from providers that the process installed, of TLS for instance.
        throw interpreter.noResponse(e);
      }
      return interpreter.on(response);
    }

    /**
     * Frees the thread in {@link #send} from another thread, without waiting for it. Idempotent;
     * does nothing before and after.
     */
    public void abort() {
      state.abort();
    }
  }
}
