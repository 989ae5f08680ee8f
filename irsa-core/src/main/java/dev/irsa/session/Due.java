package dev.irsa.session;

/**
 * Something that is due at a time counted by both clocks: thresholds of a session and pauses.
 *
 * @param at as {@link Moment#elapsed}
 */
record Due(long at) {

  static Due in(Moment now, long nanos) {
    return new Due(now.elapsed() + Math.min(nanos, Long.MAX_VALUE - now.elapsed()));
  }

  boolean isDueAt(Moment now) {
    return now.elapsed() >= at;
  }

  /** Returns the nanoseconds that are left, 0 when it is due. */
  long remainingAt(Moment now) {
    return Math.max(0, at - now.elapsed());
  }

  /** Returns whichever is due later. */
  Due orLater(Due other) {
    return at >= other.at ? this : other;
  }

  /** Returns whichever is due earlier. */
  Due orEarlier(Due other) {
    return at <= other.at ? this : other;
  }
}
