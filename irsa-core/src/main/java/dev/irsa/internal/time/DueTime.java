package dev.irsa.internal.time;

/**
 * The time at which something is due, measured by both clocks. Used for the thresholds of a session
 * and for pauses.
 *
 * @param at the time, on the scale of {@link TimePoint#elapsed}
 */
public record DueTime(long at) {

  /** Returns the time after the given number of nanoseconds. */
  public static DueTime in(TimePoint now, long nanos) {
    long most = Long.MAX_VALUE - Math.max(0, now.elapsed());
    return new DueTime(now.elapsed() + Math.min(nanos, most));
  }

  /** Returns whether the time has come. */
  public boolean isDueAt(TimePoint now) {
    return now.elapsed() >= at;
  }

  /** Returns the remaining nanoseconds, 0 if the time has come. */
  public long remainingAt(TimePoint now) {
    return Math.max(0, at - now.elapsed());
  }

  /** Returns the later of the two times. */
  public DueTime orLater(DueTime other) {
    return at >= other.at ? this : other;
  }

  /** Returns the earlier of the two times. */
  public DueTime orEarlier(DueTime other) {
    return at <= other.at ? this : other;
  }
}
