package dev.irsa.internal.session;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * What callers get without asking the loop. Published as one object, so that no caller combines the
 * key of one session with the token of another.
 *
 * @param credentials null if the loop has to be asked
 * @param fromMillis the time of the wall clock at publication; an earlier time shows that the clock
 *     was set back, which the engine has to handle
 * @param quietMillis the time of the wall clock until which nothing is due
 * @param untilMillis the time of the wall clock until which the credentials may be served
 * @param status the status at publication
 */
record Published(
    @Nullable SessionCredentials credentials,
    long fromMillis,
    long quietMillis,
    long untilMillis,
    SessionStatus status) {

  /** Before the first step. */
  static final Published NOTHING = new Published(null, 0, 0, 0, SessionStatus.NONE);

  /** Returns what an engine lets callers have. */
  static Published of(RefreshEngine engine, TimePoint now) {
    long from = now.wallMillis();
    long until = from + engine.servableFor(now) / Nanos.MILLISECOND;
    return new Published(
        until > from ? engine.credentials() : null,
        from,
        Math.min(until, from + engine.quietFor(now) / Nanos.MILLISECOND),
        until,
        engine.status(now));
  }

  /** Returns the credentials if they are valid and nothing is due, otherwise null. */
  @Nullable SessionCredentials quietAt(long wallMillis) {
    return wallMillis >= fromMillis && wallMillis < quietMillis ? credentials : null;
  }

  /** Returns the credentials if they are valid, otherwise null. */
  @Nullable SessionCredentials servedAt(long wallMillis) {
    return wallMillis >= fromMillis && wallMillis < untilMillis ? credentials : null;
  }
}
