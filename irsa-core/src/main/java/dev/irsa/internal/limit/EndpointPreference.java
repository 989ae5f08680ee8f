package dev.irsa.internal.limit;

import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * Which of two endpoints the sessions of a process ask first: the one that answered last. While it
 * is the spare, one refresh in 15 minutes tries the first endpoint again. Lives on the loop.
 */
public final class EndpointPreference {

  /** How long the first endpoint is left alone after the spare took over, and after each trial. */
  public static final long LEFT_ALONE = 15 * Nanos.MINUTE;

  /** When the spare took over, or the first endpoint was last tried; null while that is asked. */
  private @Nullable TimePoint since;

  /** Returns whether the spare is asked first. */
  public boolean isOfSpare() {
    return since != null;
  }

  /**
   * Returns whether a refresh may try the first endpoint again.
   *
   * @param after for how many nanoseconds it is left alone
   */
  public boolean isTrialDueAt(TimePoint now, long after) {
    return since != null && now.since(since) >= after;
  }

  /** Records that an attempt at the first endpoint starts. */
  public void firstIsTried(TimePoint now) {
    since = since == null ? null : now;
  }

  /** Records which endpoint has answered. Returns whether it was the other one before. */
  public boolean answered(boolean spare, TimePoint now) {
    if (spare == isOfSpare()) {
      return false;
    }
    since = spare ? now : null;
    return true;
  }
}
