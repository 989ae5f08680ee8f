package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.internal.config.StsAddress;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.remedy.TokenRemedies;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.internal.token.TokenKind;
import dev.irsa.internal.token.TokenSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the web identity token of a pod for the credentials of its role: at STS, or by a client
 * of the application. Thread-safe; keeps neither tokens nor connections.
 */
public final class WebTokenExchange implements Exchange {

  /** The maximum duration of a session (AWS STS API reference, AssumeRoleWithWebIdentity). */
  private static final Duration MAX_LIFETIME = Duration.ofHours(12);

  private final WebIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final @Nullable StsAddress spare;
  private final @Nullable ApplicationStsClient client;
  private final Clocks clocks;
  private final TokenSource tokens;

  /**
   * Creates an exchange, without I/O.
   *
   * @param endpoint the endpoint of STS, with its path
   * @param transport the settings of connections
   * @param spare the endpoint for calls that ask the spare one, or null
   * @param client the client of the application, or null to call STS from here
   */
  public WebTokenExchange(
      WebIdentity identity,
      URI endpoint,
      Transport transport,
      @Nullable StsAddress spare,
      @Nullable WebIdentityExchange client,
      Clocks clocks) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.transport = transport;
    this.spare = spare;
    this.client = client == null ? null : new ApplicationStsClient(client, identity, endpoint);
    this.clocks = clocks;
    Path file = identity.tokenFile();
    this.tokens =
        file == null
            ? TokenSource.supplied(
                Objects.requireNonNull(identity.tokenSupplier()), identity.roleArn())
            : TokenSource.file(file, TokenKind.WEB_IDENTITY, identity.roleArn(), clocks.nanos());
  }

  @Override
  public ExchangeResult run(RunningExchange call) {
    IdentityToken token = Objects.requireNonNull(tokens.read(call));
    try {
      return client == null ? newRequest(call).send(identity, token) : client.exchange(token, call);
    } catch (ExchangeRejectedException rejection) {
      throw TokenRemedies.explain(
          rejection, identity, JwtClaims.of(token), tokens.writtenAt(), clocks.wall().instant());
    }
  }

  private StsRequest newRequest(RunningExchange call) {
    StsAddress other = call.isAtSpare() ? spare : null;
    return other == null
        ? new StsRequest(endpoint, transport, call)
        : new StsRequest(other.endpoint(), other.transport(), call);
  }

  @Override
  public boolean hasNewInput() {
    return tokens.hasChanged();
  }

  @Override
  public @Nullable TokenClaims inputClaims() {
    return JwtClaims.of(tokens.peek());
  }

  @Override
  public Duration longestLifetime() {
    return Objects.requireNonNullElse(identity.duration(), MAX_LIFETIME);
  }

  @Override
  public @Nullable Object client() {
    return client == null ? null : client.ofApplication();
  }

  @Override
  public void forget() {
    transport.forget();
    if (spare != null) {
      spare.transport().forget();
    }
    tokens.forget();
  }
}
