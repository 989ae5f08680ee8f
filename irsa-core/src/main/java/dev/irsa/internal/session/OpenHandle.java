package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.time.TimePoint;
import java.lang.ref.PhantomReference;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a handle has open, from its first call to its close: its session and the sessions of its
 * views, which are bounded in number. The listeners of the handle are told of all of them. A
 * phantom reference to the handle, so that it is closed if the handle is dropped without a close.
 * Thread-safe: callers look sessions up, and the loop decides which sessions of views are kept.
 *
 * <p>The least recently used sessions are given back beyond the bound, and any after two hours
 * without a call. Not by a cache that prefers frequently used entries: it may reject a new one, and
 * then every use of that role would cost a call to STS.
 */
final class OpenHandle extends PhantomReference<Object> {

  /** The time without a call after which the session of a view is given back. */
  static final Duration EVICTED = Duration.ofHours(2);

  /** How far the clock of a caller may be ahead of the clock that a step was given, in ms. */
  private static final long AHEAD = 1_000;

  private static final AtomicReferenceFieldUpdater<OpenHandle, @Nullable Session> OWN =
      AtomicReferenceFieldUpdater.newUpdater(OpenHandle.class, Session.class, "own");

  /** The session of a view, of which this is a user. */
  private static final class Kept {
    final Session session;

    /** When a caller looked it up last. Written by callers without order. */
    volatile long usedMillis;

    Kept(Session session, long usedMillis) {
      this.session = session;
      this.usedMillis = usedMillis;
    }

    /** Returns the time of use, or the earliest time for one in the future. */
    long usedBefore(long future) {
      long used = usedMillis;
      return used > future ? Long.MIN_VALUE : used;
    }
  }

  /** The terms of the handle. Those of a session that others began have other origins. */
  final Sessions.Terms terms;

  private final Sessions sessions;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxViews;

  /** The session of the handle, of which this is a user; null before the first call for it. */
  private volatile @Nullable Session own;

  /** The sessions of views. Callers look them up; the loop decides which are kept. */
  private final Map<SessionHandle.View, Kept> views = new ConcurrentHashMap<>(0);

  OpenHandle(
      SessionHandle handle,
      Sessions.Terms terms,
      Sessions sessions,
      List<? extends Consumer<IrsaEvent>> listeners,
      int maxViews) {
    super(handle, sessions.dropped());
    this.terms = terms;
    this.sessions = sessions;
    this.listeners = listeners;
    this.maxViews = maxViews;
    sessions.openings.add(this);
  }

  /** Returns whether it was not closed yet. The handle opens again afterwards. */
  boolean isOpen() {
    return sessions.openings.contains(this);
  }

  /** Gives everything back. Idempotent. */
  void close() {
    if (sessions.openings.remove(this)) {
      closeOwn();
      if (!views.isEmpty()) {
        sessions.report(now -> closeViews());
      }
    }
  }

  // ---- the session of the handle

  /** Returns the session of the handle, or null if there was no call for it yet. */
  @Nullable Session own() {
    return own;
  }

  /** Returns the session of the handle, which is taken if necessary. */
  Session takeOwn() {
    Session known = own;
    while (known == null) {
      Session taken = sessions.take(terms);
      if (OWN.compareAndSet(this, null, taken)) {
        subscribe(taken);
        if (!isOpen()) {
          // Closed in between, perhaps before there was a session.
          closeOwn();
        }
        return taken;
      }
      taken.leave();
      known = own;
    }
    return known;
  }

  private void closeOwn() {
    Session closed = OWN.getAndSet(this, null);
    if (closed != null) {
      giveBack(closed);
    }
  }

  private void subscribe(Session session) {
    if (!listeners.isEmpty()) {
      session.subscribe(listeners);
    }
  }

  private void giveBack(Session session) {
    session.leave();
    if (!listeners.isEmpty()) {
      session.unsubscribe(listeners);
    }
  }

  // ---- the sessions of views

  /** Returns the session of a view, or null if it is not kept. */
  @Nullable Session viewed(SessionHandle.View view, long wallMillis) {
    Kept known = views.get(view);
    if (known == null) {
      return null;
    }
    if (known.usedMillis != wallMillis) {
      known.usedMillis = wallMillis;
    }
    return known.session;
  }

  /** Keeps the session of a view that a caller has entered. */
  void keep(SessionHandle.View view, Session taken, long wallMillis) {
    subscribe(taken);
    sessions.report(now -> keep(view, new Kept(taken, wallMillis), now));
  }

  private void keep(SessionHandle.View view, Kept kept, TimePoint now) {
    Kept known = views.get(view);
    boolean isKept = known != null && known.session == kept.session;
    if (known != null && !isKept) {
      giveBack(view, known);
    }
    if (isKept || !isOpen() || !kept.session.enter()) {
      kept.session.driver.listeners.unsubscribe(listeners);
      return;
    }
    views.put(view, kept);
    while (views.size() > maxViews) {
      giveBackLeastRecentlyUsed(view, now.wallMillis() + AHEAD);
    }
    if (!isOpen()) {
      // Closed in between, perhaps before there was a view.
      closeViews();
    }
  }

  /**
   * Gives another session back than the newest. Looks at all times of use, because callers keep no
   * order. A time in the future is from before the clock was set back, so it comes first.
   */
  private void giveBackLeastRecentlyUsed(SessionHandle.View newest, long future) {
    var least =
        views.entrySet().stream()
            .filter(each -> !each.getKey().equals(newest))
            .min(Comparator.comparingLong(each -> each.getValue().usedBefore(future)))
            .orElseThrow();
    giveBack(least.getKey(), least.getValue());
  }

  private void closeViews() {
    views.forEach(this::giveBack);
  }

  private void giveBack(SessionHandle.View view, Kept kept) {
    views.remove(view, kept);
    giveBack(kept.session);
  }

  /** Gives sessions of views back that nobody has used for long. Called by the loop. */
  void sweep(TimePoint now) {
    long before = now.wallMillis() - EVICTED.toMillis();
    views.forEach(
        (view, kept) -> {
          if (kept.usedMillis < before) {
            giveBack(view, kept);
          }
        });
  }
}
