package dev.irsa;

import dev.irsa.identity.ExchangeRejectedException;
import dev.irsa.identity.TokenClaims;
import dev.irsa.identity.WebIdentity;
import dev.irsa.identity.WebIdentityToken;
import dev.irsa.session.Issued;
import dev.irsa.session.SessionSource;
import dev.irsa.sts.ExchangeAnswer;
import dev.irsa.sts.TokenExchange;
import dev.irsa.token.JwtClaims;
import dev.irsa.token.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions for web identity tokens: joins the file with STS. Thread-safe; keeps neither tokens nor
 * connections.
 */
final class WebIdentitySource implements SessionSource {

  private static final Duration LONGEST_LIFETIME = Duration.ofHours(12);

  private final WebIdentity identity;
  private final TokenSource tokens;
  private final TokenExchange exchange;
  private final Clock clock;
  private final LongSupplier nanoTime;

  WebIdentitySource(
      WebIdentity identity,
      TokenSource tokens,
      TokenExchange exchange,
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
  static WebIdentitySource of(Configuration configuration, Clock clock, LongSupplier nanoTime) {
    WebIdentity identity = configuration.identity();
    return new WebIdentitySource(
        identity,
        TokenSource.file(identity.tokenFile(), identity.roleArn(), nanoTime),
        TokenExchange.http(identity, configuration.endpoint(), configuration.transport(), nanoTime),
        clock,
        nanoTime);
  }

  @Override
  public Attempt attempt(Duration bound, Runnable calling) {
    return new TokenAttempt(bound, calling);
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
  private final class TokenAttempt implements Attempt {

    private final Duration bound;
    private final Runnable calling;

    // Volatile: set by the thread that runs, read by the one that aborts. Either the aborting
    // thread sees the call, or the running one sees the flag right after it set the call.
    private volatile TokenExchange.@Nullable Call call;
    private volatile boolean aborted;

    TokenAttempt(Duration bound, Runnable calling) {
      this.bound = bound;
      this.calling = calling;
    }

    @Override
    public Issued run() {
      long startedNanos = nanoTime.getAsLong();
      WebIdentityToken token = tokens.read(bound);
      Duration left = bound.minusNanos(nanoTime.getAsLong() - startedNanos);
      TokenExchange.Call prepared = exchange.call(left.isNegative() ? Duration.ZERO : left);
      call = prepared;
      if (aborted) {
        prepared.abort();
      }
      calling.run();
      try {
        ExchangeAnswer answer = prepared.send(token);
        return new Issued(answer.credentials(), answer.serverDate(), answer.roundTrip());
      } catch (ExchangeRejectedException e) {
        throw Refusals.explain(
            e, identity, JwtClaims.of(token), tokens.writtenAt(), clock.instant());
      }
    }

    @Override
    public void abort() {
      aborted = true;
      TokenExchange.Call running = call;
      if (running != null) {
        running.abort();
      }
    }
  }
}
