package dev.irsa.internal.sts;

import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import dev.irsa.internal.identity.WebIdentity;
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

  private static final String ACTION = "AssumeRoleWithWebIdentity";

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
    StsCall call = new StsCall(identity.roleArn(), endpoint, transport, nanoTime, bound);
    return new Call() {
      @Override
      public ExchangeResult send(@Nullable IdentityToken webIdentityToken) {
        String token = Objects.requireNonNull(webIdentityToken).value();
        return call.send(ACTION, HttpRequest.post(form(token)), token);
      }

      @Override
      public void abort() {
        call.abort();
      }
    };
  }

  @Override
  public void forget() {
    transport.forget();
  }

  private byte[] form(String token) {
    return new StsForm(ACTION, identity.roleArn(), identity.roleSessionName())
        .with("WebIdentityToken", token)
        .withSession(identity.duration(), identity.policy(), identity.policyArns())
        .bytes();
  }
}
