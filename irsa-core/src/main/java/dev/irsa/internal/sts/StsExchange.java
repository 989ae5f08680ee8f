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
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import dev.irsa.internal.identity.WebIdentity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges web identity tokens for session credentials at an STS endpoint. Each call uses a new
 * connection. Thread-safe.
 */
public final class StsExchange implements TokenExchange {

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

  @Override
  public Call call(Duration bound) {
    return new StsCall(new CancellableCall(new CallDeadline(nanoTime, bound)));
  }

  @Override
  public void forget() {
    transport.forget();
  }

  private final class StsCall implements Call {

    private final CancellableCall state;

    StsCall(CancellableCall state) {
      this.state = state;
    }

    @Override
    public ExchangeResult send(@Nullable IdentityToken webIdentityToken) {
      IdentityToken token = Objects.requireNonNull(webIdentityToken);
      ResponseInterpreter interpreter = new ResponseInterpreter(identity, endpoint, token, state);
      HttpResponse response;
      try {
        response =
            new HttpClient(endpoint, transport, state, nanoTime)
                .send(HttpRequest.post(AssumeRoleForm.of(identity, token)));
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

    @Override
    public void abort() {
      state.abort();
    }
  }
}
