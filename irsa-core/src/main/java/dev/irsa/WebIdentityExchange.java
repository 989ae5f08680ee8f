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
 * Sessions for web identity tokens: joins the file with STS. Thread-safe; keeps neither tokens nor
 * connections.
 */
final class WebIdentityExchange implements CredentialExchange {

  private static final Duration LONGEST_LIFETIME = Duration.ofHours(12);

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
   * Returns the source of a configuration.
   *
   * @param configuration who asks, and whom
   * @param clock the wall clock, for messages about the token's age
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
    return identity.duration() == null ? LONGEST_LIFETIME : identity.duration();
  }

  /** One token read and exchanged. */
  private final class TokenCall implements Call {

    private final Duration bound;
    private final Progress progress;

    // Volatile: set by the thread that runs, read by the one that aborts. Either the aborting
    // thread sees the call, or the running one sees the flag right after it set the call.
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
      Duration left = bound.minusNanos(nanoTime.getAsLong() - startedNanos);
      StsExchange.Call prepared = exchange.call(left.isNegative() ? Duration.ZERO : left);
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
