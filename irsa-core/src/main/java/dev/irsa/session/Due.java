package dev.irsa.session;

/**
 * Something that is due some time after a moment.
 *
 * @param from the moment
 * @param after nanoseconds from then
 */
record Due(Moment from, long after) {

  boolean isDueAt(Moment now) {
    return now.since(from) >= after;
  }

  /** Returns the nanoseconds that are left, 0 when it is due. */
  long remainingAt(Moment now) {
    return Math.max(0, after - now.since(from));
  }

  /** Returns whichever is due later. */
  Due orLater(Due other, Moment now) {
    return remainingAt(now) >= other.remainingAt(now) ? this : other;
  }

  /** Returns whichever is due earlier. */
  Due orEarlier(Due other, Moment now) {
    return remainingAt(now) <= other.remainingAt(now) ? this : other;
  }
}
