package dev.irsa.internal.time;

/**
 * Something that is due at a time counted by both clocks: thresholds of a session and pauses.
 *
 * @param at as {@link TimePoint#elapsed}
 */
public record DueTime(long at) {

  public static DueTime in(TimePoint now, long nanos) {
    return new DueTime(now.elapsed() + Math.min(nanos, Long.MAX_VALUE - now.elapsed()));
  }

  public boolean isDueAt(TimePoint now) {
    return now.elapsed() >= at;
  }

  /** Returns the nanoseconds that are left, 0 when it is due. */
  public long remainingAt(TimePoint now) {
    return Math.max(0, at - now.elapsed());
  }

  /** Returns whichever is due later. */
  public DueTime orLater(DueTime other) {
    return at >= other.at ? this : other;
  }

  /** Returns whichever is due earlier. */
  public DueTime orEarlier(DueTime other) {
    return at <= other.at ? this : other;
  }
}
