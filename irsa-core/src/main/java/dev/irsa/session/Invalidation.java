package dev.irsa.session;

import org.jspecify.annotations.Nullable;

/**
 * How often rejected credentials may cause a refresh: once for each key, and not more than once in
 * 30 s, doubling to 10 min while rejections keep coming. Not thread-safe; lives inside the engine.
 */
class Invalidation {

  private static final long SHORTEST = 30 * Spacing.SECOND;
  private static final long LONGEST = 10 * Spacing.MINUTE;

  /** For how long callers wait for the replacement. */
  static final long WINDOW = 2 * Spacing.SECOND;

  private @Nullable String lastKey;
  private @Nullable Due allowed;
  private @Nullable Moment lastSeenAt;
  private long interval = SHORTEST;
  private @Nullable Timeout window;

  /** Returns whether the rejection of this key, which is the one in use, may cause a refresh. */
  boolean isWorthRefresh(String accessKeyId, Moment now, double scale) {
    boolean quiet = lastSeenAt != null && now.since(lastSeenAt) >= Spacing.scaled(LONGEST, scale);
    lastSeenAt = now;
    if (quiet) {
      interval = SHORTEST;
    }
    return !accessKeyId.equals(lastKey) && (allowed == null || allowed.isDueAt(now));
  }

  /** The rejection of this key caused a refresh, for which callers now wait a little. */
  void causedRefresh(String accessKeyId, Moment now, double scale) {
    lastKey = accessKeyId;
    allowed = Due.in(now, Spacing.scaled(interval, scale));
    interval = Math.min(LONGEST, interval * 2);
    window = Timeout.in(now, Spacing.scaled(WINDOW, scale));
  }

  void closeWindow() {
    window = null;
  }

  /** Returns the nanoseconds for which callers wait for the replacement; 0 when they do not. */
  long waitAt(Moment now) {
    return window == null ? 0 : window.remainingAt(now);
  }
}
