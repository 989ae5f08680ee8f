package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The current credentials, valid or expired, if there are any, with their times and which of their
 * thresholds have passed. All times are counted from receipt, so that no later step of a clock can
 * prolong the credentials. Not thread-safe; owned by the engine.
 */
final class CurrentCredentials {

  /** How long before expiration a last attempt is due, regardless of the backoff. */
  private static final long LAST_CHANCE = 10 * Nanos.SECOND;

  /** The time without a call after which expired credentials are no longer replaced. */
  static final long ABANDONED_AFTER = 15 * Nanos.MINUTE;

  /**
   * How long callers may be served without the engine, which must notice whether there still are
   * calls.
   */
  private static final long SERVED_UNSEEN = 5 * Nanos.MINUTE;

  /**
   * How much later than planned the loop may start a refresh, before a call starts it. A call that
   * did would start a thread, and could lose its processor to it.
   */
  private static final long LOOP_SLACK = Nanos.SECOND;

  private @Nullable SessionCredentials credentials;
  private TimePoint receivedAt = new TimePoint(0, 0, 0);
  private long lifetime;
  private long refreshAfter;
  private LifetimeScale scale = LifetimeScale.STANDARD;
  private boolean expiryPassed;
  private boolean lastChancePassed;

  /**
   * Replaces the current credentials by others that were just received.
   *
   * @param life the time from now to expiration by the issuer's clock, positive
   */
  void take(
      SessionCredentials received,
      Duration life,
      RefreshPolicy policy,
      RandomGenerator random,
      TimePoint now) {
    long nanos = life.toNanos();
    scale = LifetimeScale.forLifetime(nanos);
    refreshAfter = RefreshSchedule.refreshAfter(nanos, policy, credentials == null, random);
    lifetime = nanos;
    receivedAt = now;
    credentials = received;
    expiryPassed = false;
    lastChancePassed = false;
  }

  /**
   * Lets the credentials age by the issuer's clock if they are older by it. The clocks of this
   * machine miss a sleep while the wall clock is set back.
   */
  void expireBy(ServerClock clock, TimePoint now) {
    if (credentials != null) {
      Duration remaining = Duration.between(clock.at(now), credentials.expiration());
      Duration missed = Duration.ofNanos(lifetime - now.since(receivedAt)).minus(remaining);
      if (!missed.isNegative()) {
        receivedAt = receivedAt.before(missed.toNanos());
      }
    }
  }

  /** Discards the current credentials. */
  void drop() {
    credentials = null;
    scale = LifetimeScale.STANDARD;
  }

  /** Returns the current credentials, valid or expired, or null. */
  @Nullable SessionCredentials credentials() {
    return credentials;
  }

  /** Returns the current credentials if they are valid, otherwise null. */
  @Nullable SessionCredentials validAt(TimePoint now) {
    return now.since(receivedAt) < lifetime ? credentials : null;
  }

  boolean isValidAt(TimePoint now) {
    return validAt(now) != null;
  }

  boolean isExpiredAt(TimePoint now) {
    return credentials != null && now.since(receivedAt) >= lifetime;
  }

  /** Returns whether the credentials are fresh, due for a refresh, or expired; null without any. */
  @Nullable Freshness freshness(TimePoint now) {
    if (credentials == null) {
      return null;
    }
    if (!isValidAt(now)) {
      return Freshness.EXPIRED;
    }
    return refreshDue().isDueAt(now) ? Freshness.REFRESH_DUE : Freshness.FRESH;
  }

  /** Returns whether other credentials are the same, with the same expiration. */
  boolean isSameAs(SessionCredentials other) {
    return credentials != null
        && credentials.accessKeyId().equals(other.accessKeyId())
        && credentials.expiration().equals(other.expiration());
  }

  TimePoint receivedAt() {
    return receivedAt;
  }

  /** Returns the nanoseconds from receipt to expiration by the issuer's clock. */
  long lifetime() {
    return lifetime;
  }

  /** Returns the nanoseconds until expiration, 0 after it and without credentials. */
  long remainingAt(TimePoint now) {
    return isValidAt(now) ? lifetime - now.since(receivedAt) : 0;
  }

  /** Returns when the refresh is due. */
  DueTime refreshDue() {
    return DueTime.in(receivedAt, refreshAfter);
  }

  private DueTime lastChance() {
    return DueTime.in(receivedAt, Math.max(0, lifetime - scale.of(LAST_CHANCE)));
  }

  /** Returns the scale of the current credentials, or the standard scale without credentials. */
  LifetimeScale scale() {
    return scale;
  }

  /** Makes the next refresh due at the given time at the latest. */
  void refreshBy(DueTime due) {
    refreshAfter = Math.min(refreshAfter, Math.max(0, due.at() - receivedAt.elapsed()));
  }

  /**
   * Returns whether a refresh is needed without a caller. Expired credentials are replaced only as
   * long as they were requested lately.
   *
   * @param unused the nanoseconds since the last call
   * @param idleAfter the nanoseconds without a call after which nothing is refreshed
   */
  boolean wantsRefresh(long unused, long idleAfter, TimePoint now) {
    Freshness freshness = unused >= idleAfter ? null : freshness(now);
    return freshness == Freshness.REFRESH_DUE
        || (freshness == Freshness.EXPIRED && unused < scale.of(ABANDONED_AFTER));
  }

  /**
   * Returns for how many nanoseconds valid credentials can be served without the engine because
   * nothing is due, or the loop is about to start what is due.
   *
   * @param next when the next refresh is due after a failure, or null if it is due now
   */
  long quietFor(boolean isRefreshing, @Nullable DueTime next, TimePoint now) {
    long quiet = Math.min(remainingAt(now), scale.of(SERVED_UNSEEN));
    boolean isFresh = freshness(now) == Freshness.FRESH;
    if (!isFresh && isRefreshing) {
      return quiet;
    }
    DueTime due = isFresh ? refreshDue() : next;
    long untilDue = due == null ? 0 : Math.min(quiet, due.remainingAt(now));
    return untilDue == 0 ? 0 : Math.min(quiet, untilDue + scale.of(LOOP_SLACK));
  }

  /** Returns true once: on the first call after the threshold of the last chance has passed. */
  boolean passesLastChance(TimePoint now) {
    boolean passes = credentials != null && !lastChancePassed && lastChance().isDueAt(now);
    lastChancePassed |= passes;
    return passes;
  }

  /** Returns true once: on the first call after the credentials have expired. */
  boolean passesExpiry(TimePoint now) {
    boolean passes = isExpiredAt(now) && !expiryPassed;
    expiryPassed |= passes;
    return passes;
  }

  /**
   * Returns the nanoseconds until the next threshold, or {@link Long#MAX_VALUE} after the last one.
   */
  long nextThreshold(TimePoint now) {
    long next = Long.MAX_VALUE;
    if (freshness(now) == Freshness.FRESH) {
      next = refreshDue().remainingAt(now);
    }
    if (credentials != null && !lastChancePassed) {
      next = Math.min(next, lastChance().remainingAt(now));
    }
    return credentials == null || expiryPassed ? next : Math.min(next, remainingAt(now));
  }
}
