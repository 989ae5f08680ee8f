package dev.irsa.internal.sts;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.ProxyTunnelException;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ExchangeResult;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A call to STS for the credentials of a role, over a new connection. Sent once. */
final class StsCall {

  private final String roleArn;
  private final URI endpoint;
  private final Transport transport;
  private final LongSupplier nanoTime;
  private final CancellableCall state;

  /**
   * Prepares a call, without I/O.
   *
   * @param bound the maximum duration, counted from now
   */
  StsCall(
      String roleArn, URI endpoint, Transport transport, LongSupplier nanoTime, Duration bound) {
    this.roleArn = roleArn;
    this.endpoint = endpoint;
    this.transport = transport;
    this.nanoTime = nanoTime;
    this.state = new CancellableCall(new CallDeadline(nanoTime, bound));
  }

  /**
   * Sends a request and reads the credentials from the response.
   *
   * @param action the action of STS that is requested
   * @param secret what must not be in any message: the token that is sent
   */
  ExchangeResult send(String action, HttpRequest request, String secret) {
    StsResponse interpreter = new StsResponse(action, roleArn, endpoint, secret, state);
    HttpResponse response;
    try {
      response = new HttpClient(endpoint, transport, state, nanoTime).send(request);
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

  /** Ends {@link #send} from another thread, without waiting for it. Idempotent. */
  void abort() {
    state.abort();
  }
}
