package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.internal.concurrent.InterruptibleTask;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.remedy.TokenRemedies;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.sts.StsExchange;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.internal.token.TokenKind;
import dev.irsa.internal.token.TokenSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Obtains the credentials of an identity by reading its token and exchanging it at the issuer.
 * Thread-safe; keeps neither tokens nor connections.
 */
final class IdentityExchange implements CredentialExchange {

  private static final Duration MAX_LIFETIME = Duration.ofHours(12);

  private final Identity identity;
  private final TokenSource tokens;
  private final TokenExchange exchange;
  private final Clocks clocks;

  /**
   * Creates the exchange of a configuration.
   *
   * @param configuration that of a pod's role
   */
  IdentityExchange(Configuration configuration, Clocks clocks) {
    LongSupplier nanoTime = clocks.nanos();
    WebIdentityExchange client = configuration.get(Setting.WEB_IDENTITY_EXCHANGE);
    this.identity = configuration.identity();
    this.clocks = clocks;
    if (identity instanceof WebIdentity webIdentity) {
      this.tokens = tokens(webIdentity, nanoTime);
      this.exchange =
          client == null
              ? new StsExchange(
                  webIdentity, configuration.endpoint(), configuration.transport(), nanoTime)
              : new GivenExchange(client, webIdentity, configuration.endpoint(), nanoTime);
    } else {
      this.tokens = tokens((ContainerIdentity) identity, nanoTime);
      this.exchange =
          new ContainerExchange(
              (ContainerIdentity) identity,
              configuration.transport(),
              configuration.originOfHost(),
              nanoTime);
    }
  }

  private static TokenSource tokens(WebIdentity identity, LongSupplier nanoTime) {
    Path file = identity.tokenFile();
    return file == null
        ? TokenSource.supplied(Objects.requireNonNull(identity.tokenSupplier()), identity.roleArn())
        : TokenSource.file(file, TokenKind.WEB_IDENTITY, identity.roleArn(), nanoTime);
  }

  private static TokenSource tokens(ContainerIdentity identity, LongSupplier nanoTime) {
    Path file = identity.tokenFile();
    return file == null
        ? TokenSource.fixed(identity.token())
        : TokenSource.file(file, TokenKind.AUTHORIZATION, null, nanoTime);
  }

  @Override
  public Call call(Duration bound) {
    return new TokenCall(bound);
  }

  @Override
  public boolean hasNewInput() {
    return tokens.hasChanged();
  }

  @Override
  public @Nullable TokenClaims inputClaims() {
    return claims(tokens.peek());
  }

  private static @Nullable TokenClaims claims(@Nullable IdentityToken token) {
    return token == null ? null : JwtClaims.of(token);
  }

  @Override
  public Duration longestLifetime() {
    return identity.duration() == null ? MAX_LIFETIME : identity.duration();
  }

  @Override
  public void forget() {
    exchange.forget();
    tokens.forget();
  }

  /** A call that reads the token and exchanges it. */
  private final class TokenCall implements Call, Supplier<@Nullable IdentityToken> {

    private final Duration bound;
    private final InterruptibleTask reading = new InterruptibleTask();

    // Volatile: written by the running thread, read by the aborting one. Either the aborting thread
    // sees the call, or the running thread sees the flag after it has set the call.
    private volatile TokenExchange.@Nullable Call call;
    private volatile boolean aborted;

    TokenCall(Duration bound) {
      this.bound = bound;
    }

    @Override
    public @Nullable IdentityToken get() {
      return tokens.read(bound);
    }

    @Override
    public ExchangeResult run() {
      long startedNanos = clocks.nanos().getAsLong();
      IdentityToken token = reading.run(this);
      Duration remaining = bound.minusNanos(clocks.nanos().getAsLong() - startedNanos);
      TokenExchange.Call prepared =
          exchange.call(remaining.isNegative() ? Duration.ZERO : remaining);
      call = prepared;
      if (aborted) {
        prepared.abort();
      }
      try {
        return prepared.send(token);
      } catch (ExchangeRejectedException e) {
        throw TokenRemedies.explain(
            e, identity, claims(token), tokens.writtenAt(), clocks.wall().instant());
      }
    }

    @Override
    public @Nullable CredentialsException obstacle() {
      return call == null ? tokens.unread() : null;
    }

    @Override
    public void abort() {
      aborted = true;
      TokenExchange.Call running = call;
      if (running != null) {
        running.abort();
      } else {
        reading.abort();
        tokens.freeReaders();
      }
    }
  }
}
