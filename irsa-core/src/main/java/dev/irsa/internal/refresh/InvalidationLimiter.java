package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * How often rejected credentials may cause a refresh: once for each key, and not more than once in
 * 30 s, doubling to 10 min while rejections keep coming. Not thread-safe; lives inside the engine.
 */
public class InvalidationLimiter {

  private static final long SHORTEST = 30 * Nanos.SECOND;
  private static final long LONGEST = 10 * Nanos.MINUTE;

  /** For how long callers wait for the replacement. */
  static final long WINDOW = 2 * Nanos.SECOND;

  private @Nullable String lastKey;
  private @Nullable DueTime allowed;
  private @Nullable TimePoint lastSeenAt;
  private long interval = SHORTEST;
  private @Nullable Deadline window;

  /** Returns whether the rejection of this key, which is the one in use, may cause a refresh. */
  public boolean isWorthRefresh(String accessKeyId, TimePoint now, double scale) {
    boolean quiet = lastSeenAt != null && now.since(lastSeenAt) >= Nanos.scaled(LONGEST, scale);
    lastSeenAt = now;
    if (quiet) {
      interval = SHORTEST;
    }
    return !accessKeyId.equals(lastKey) && (allowed == null || allowed.isDueAt(now));
  }

  /** The rejection of this key caused a refresh, for which callers now wait a little. */
  void causedRefresh(String accessKeyId, TimePoint now, double scale) {
    lastKey = accessKeyId;
    allowed = DueTime.in(now, Nanos.scaled(interval, scale));
    interval = Math.min(LONGEST, interval * 2);
    window = Deadline.in(now, Nanos.scaled(WINDOW, scale));
  }

  void closeWindow() {
    window = null;
  }

  /** Returns the nanoseconds for which callers wait for the replacement; 0 when they do not. */
  public long waitAt(TimePoint now) {
    return window == null ? 0 : window.remainingAt(now);
  }
}
