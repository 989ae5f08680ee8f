package dev.irsa;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.identity.WebIdentityToken;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.sts.StsExchange;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.internal.token.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Obtains sessions by reading the token file and exchanging the token at STS. Thread-safe; keeps
 * neither tokens nor connections.
 */
final class WebIdentityExchange implements CredentialExchange {

  private static final Duration MAX_LIFETIME = Duration.ofHours(12);

  private final WebIdentity identity;
  private final TokenSource tokens;
  private final StsExchange exchange;
  private final Clock clock;
  private final LongSupplier nanoTime;

  WebIdentityExchange(
      WebIdentity identity,
      TokenSource tokens,
      StsExchange exchange,
      Clock clock,
      LongSupplier nanoTime) {
    this.identity = identity;
    this.tokens = tokens;
    this.exchange = exchange;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the exchange of a configuration.
   *
   * @param configuration the identity, the endpoint and the transport
   * @param clock the wall clock, for messages about the age of the token
   * @param nanoTime a monotonic clock in nanoseconds
   */
  static WebIdentityExchange of(
      ResolvedSettings configuration, Clock clock, LongSupplier nanoTime) {
    WebIdentity identity = configuration.identity();
    return new WebIdentityExchange(
        identity,
        TokenSource.file(identity.tokenFile(), identity.roleArn(), nanoTime),
        new StsExchange(identity, configuration.endpoint(), configuration.transport(), nanoTime),
        clock,
        nanoTime);
  }

  @Override
  public Call call(Duration bound, Progress progress) {
    return new TokenCall(bound, progress);
  }

  @Override
  public boolean hasNewInput() {
    return tokens.hasChanged();
  }

  @Override
  public @Nullable TokenClaims inputClaims() {
    WebIdentityToken token = tokens.peek();
    return token == null ? null : JwtClaims.of(token);
  }

  @Override
  public Duration longestLifetime() {
    return identity.duration() == null ? MAX_LIFETIME : identity.duration();
  }

  /** A call that reads the token and exchanges it. */
  private final class TokenCall implements Call {

    private final Duration bound;
    private final Progress progress;

    // Volatile: written by the running thread, read by the aborting one. Either the aborting thread
    // sees the call, or the running thread sees the flag after it has set the call.
    private volatile StsExchange.@Nullable Call call;
    private volatile boolean aborted;

    TokenCall(Duration bound, Progress progress) {
      this.bound = bound;
      this.progress = progress;
    }

    @Override
    public ExchangeResult run() {
      long startedNanos = nanoTime.getAsLong();
      WebIdentityToken token = tokens.read(bound);
      Duration remaining = bound.minusNanos(nanoTime.getAsLong() - startedNanos);
      StsExchange.Call prepared = exchange.call(remaining.isNegative() ? Duration.ZERO : remaining);
      call = prepared;
      if (aborted) {
        prepared.abort();
      }
      progress.calling();
      try {
        return prepared.send(token);
      } catch (ExchangeRejectedException e) {
        throw RejectionAdvice.explain(
            e, identity, JwtClaims.of(token), tokens.writtenAt(), clock.instant());
      }
    }

    @Override
    public void abort() {
      aborted = true;
      StsExchange.Call running = call;
      if (running != null) {
        running.abort();
      }
    }
  }
}
