package dev.irsa.internal.session;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The credentials and the status that callers read without asking the loop. Published as one
 * object, so that no caller combines the key of one session with the token of another.
 *
 * @param credentials null if the loop has to be asked
 * @param fromMillis the time of the wall clock at publication; an earlier time shows that the clock
 *     was set back, which the engine has to handle
 * @param quietMillis the time of the wall clock until which nothing is due
 * @param untilMillis the time of the wall clock until which the credentials may be served
 * @param untilNanos the same of the monotonic clock: while something is due, no step may have seen
 *     that the wall clock was set back
 * @param status the status at publication
 * @param isNudged whether the loop was asked if something is overdue; the rest is immutable
 */
record SessionSnapshot(
    @Nullable SessionCredentials credentials,
    long fromMillis,
    long quietMillis,
    long untilMillis,
    long untilNanos,
    SessionStatus status,
    AtomicBoolean isNudged) {

  /** Before the first step. */
  static final SessionSnapshot NOTHING =
      new SessionSnapshot(null, 0, 0, 0, 0, SessionStatus.NONE, new AtomicBoolean());

  /** Returns what an engine lets callers have. */
  static SessionSnapshot of(RefreshEngine engine, TimePoint now) {
    long from = now.wallMillis();
    long servable = engine.servableFor(now);
    long until = from + servable / Nanos.MILLISECOND;
    return new SessionSnapshot(
        until > from ? engine.credentials() : null,
        from,
        Math.min(until, from + engine.quietFor(now) / Nanos.MILLISECOND),
        until,
        now.nanos() + servable,
        engine.status(now),
        new AtomicBoolean());
  }

  /** Returns the credentials if they are valid and nothing is due, otherwise null. */
  @Nullable SessionCredentials quietAt(long wallMillis) {
    return wallMillis >= fromMillis && wallMillis < quietMillis ? credentials : null;
  }

  /** Returns the credentials if they are valid, otherwise null. */
  @Nullable SessionCredentials servedAt(long wallMillis, long nanos) {
    boolean isValid = wallMillis >= fromMillis && wallMillis < untilMillis && nanos < untilNanos;
    return isValid ? credentials : null;
  }

  /** Returns true once. */
  boolean isFirstNudge() {
    return isNudged.compareAndSet(false, true);
  }
}
