package dev.irsa.internal.session;

import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a handle's views, bounded in number. Callers look them up and note their use; the
 * loop decides which are kept. Beyond the bound those go that were not used for longest, and any
 * after two hours without a call. Not by a cache that prefers frequently used entries: it may
 * reject a new one, and then every use of that role would cost a call to STS.
 *
 * <p>No step looks at all of them. They are in the order of the last use that the loop knows of; a
 * later one is found when it is the turn of a session, which moves back then. After {@value
 * #MOST_LOOKS} of these, the next one goes, whether or not it was used since.
 */
final class ViewSessions<S extends SessionSpec> {

  /** The time without a call after which a session is given back. */
  private static final long EVICTED = 120 * Nanos.MINUTE;

  /** The maximum number of sessions that a step looks at. */
  static final int MOST_LOOKS = 64;

  /** A session of which the handle is a user. */
  private final class Kept implements Comparable<Kept> {
    final SessionView<S> view;
    final Session session;

    /** When a caller looked it up last. Written by callers without order. */
    volatile long used;

    /** The last use that the loop knows of. */
    long known;

    Kept(SessionView<S> view, Session session, long used) {
      this.view = view;
      this.session = session;
      this.used = used;
      this.known = used;
    }

    @Override
    public int compareTo(Kept other) {
      return Long.compare(known, other.known);
    }
  }

  private final int most;
  private final Consumer<Session> back;
  private final Map<SessionView<S>, Kept> all = new ConcurrentHashMap<>();

  /** By the last use that the loop knows of. Also has some that were given back since. */
  private final Queue<Kept> byUse = new PriorityQueue<>();

  /** The time of uses until the next step: they need no clock, and none that may be set back. */
  private volatile long time;

  /**
   * Creates an empty set.
   *
   * @param most the maximum number of sessions, positive
   * @param back gives a session back
   */
  ViewSessions(int most, Consumer<Session> back) {
    this.most = most;
    this.back = back;
  }

  /** Returns the session of a view, or null if it is not kept. Thread-safe. */
  @Nullable Session find(SessionView<S> view) {
    Kept known = all.get(view);
    if (known == null) {
      return null;
    }
    long now = time;
    if (known.used != now) {
      known.used = now;
    }
    return known.session;
  }

  /**
   * Keeps a session, in place of an earlier one of the view.
   *
   * @return false if there is nothing to keep: the session is kept already, or was removed
   */
  boolean keep(SessionView<S> view, Session session, TimePoint now) {
    Kept known = all.get(view);
    if (known != null && known.session == session) {
      return false;
    }
    if (known != null) {
      boolean unused = giveBack(known);
    }
    if (!session.enter()) {
      return false;
    }
    tell(now);
    Kept kept = new Kept(view, session, time);
    // Whatever is used from now on was used later.
    tell(now);
    all.put(view, kept);
    while (all.size() > most && giveBackLeastRecentlyUsed()) {
      // There may be more than one if others are given back at the same time.
    }
    byUse.add(kept);
    return true;
  }

  /** Lets callers know the time, which always advances. */
  private void tell(TimePoint now) {
    long next = Math.max(time + 1, now.elapsed());
    time = next;
  }

  private boolean giveBackLeastRecentlyUsed() {
    int looks = 0;
    for (Kept first = byUse.poll(); first != null; first = byUse.poll()) {
      if (looks++ < MOST_LOOKS && movesBack(first)) {
        continue;
      }
      if (giveBack(first)) {
        return true;
      }
    }
    return false;
  }

  /** Moves a session back if it was used since. */
  private boolean movesBack(Kept first) {
    long used = first.used;
    if (used == first.known) {
      return false;
    }
    first.known = used;
    return byUse.add(first);
  }

  /** Gives a session back, unless that was done before. */
  private boolean giveBack(Kept kept) {
    boolean isFirst = all.remove(kept.view, kept);
    if (isFirst) {
      back.accept(kept.session);
    }
    return isFirst;
  }

  /** Gives the session of a view back, if it is kept. Thread-safe. */
  void giveBack(SessionView<S> view) {
    Kept kept = all.get(view);
    if (kept != null) {
      boolean unused = giveBack(kept);
    }
  }

  /** Gives all back. Thread-safe. */
  void giveBackAll() {
    for (Kept each : all.values()) {
      boolean unused = giveBack(each);
    }
  }

  /**
   * Gives some of those back that nobody has used for long.
   *
   * @return whether there may be more
   */
  boolean sweep(TimePoint now) {
    tell(now);
    long before = now.elapsed() - EVICTED;
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      Kept first = byUse.peek();
      if (first == null || first.known >= before) {
        return false;
      }
      byUse.remove();
      if (!movesBack(first)) {
        boolean unused = giveBack(first);
      }
    }
    return true;
  }
}
