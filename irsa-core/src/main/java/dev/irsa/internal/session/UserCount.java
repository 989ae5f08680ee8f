package dev.irsa.internal.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The users of a session: open handles, and callers that wait. Any thread enters and leaves; the
 * loop lets a session without users rest, and removes one that rests. Thread-safe and lock-free.
 */
final class UserCount {

  /** What somebody who enters finds. */
  enum Entry {
    /** The session is in use. */
    JOINED,
    /** The session rests, and has to be resumed. */
    RESUMES,
    /** The session was removed, and another one has to be taken. The number has not changed. */
    REFUSED
  }

  private static final int RESTING = -1;
  private static final int REMOVED = -2;

  /** Added to the number of users while a check for none is planned. */
  private static final int CHECK = 1 << 30;

  private final AtomicInteger state = new AtomicInteger(RESTING);

  /** Adds a user, unless the session was removed. */
  Entry enter() {
    int before;
    do {
      before = state.get();
      if (before == REMOVED) {
        return Entry.REFUSED;
      }
    } while (!state.compareAndSet(before, before == RESTING ? 1 : before + 1));
    return before == RESTING ? Entry.RESUMES : Entry.JOINED;
  }

  /**
   * Removes a user. Returns whether a check has to be planned: this was the last one, and none is
   * planned.
   */
  boolean leave() {
    int before;
    do {
      before = state.get();
    } while (!state.compareAndSet(before, before == 1 ? CHECK : before - 1));
    return before == 1;
  }

  /**
   * Performs the check: lets the session rest if there are still no users. Returns whether it comes
   * to rest by this.
   */
  boolean rest() {
    int before;
    do {
      before = state.get();
    } while (before >= 0
        && !state.compareAndSet(before, before == CHECK ? RESTING : before & ~CHECK));
    return before == CHECK;
  }

  /** Removes the session if it rests. Returns whether. */
  boolean remove() {
    return state.compareAndSet(RESTING, REMOVED);
  }

  /** Returns whether the last user has left, and the session does not rest yet. */
  boolean haveLeft() {
    return state.get() == CHECK;
  }

  /** Returns whether there are no users, and the session rests. */
  boolean areResting() {
    return state.get() == RESTING;
  }

  /** Returns whether there is a user. */
  boolean hasAny() {
    int now = state.get();
    return now > 0 && now != CHECK;
  }
}
