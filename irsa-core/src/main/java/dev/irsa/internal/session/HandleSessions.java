package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.time.TimePoint;
import java.lang.ref.PhantomReference;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a handle has open, from its first call to its close: its own, and those of its
 * views, which are bounded in number. The listeners of the handle are told of all of them. A
 * phantom reference to the handle, so that it is closed if the handle is dropped without a close.
 * Thread-safe: callers look sessions up, and the loop decides which sessions of views are kept.
 *
 * <p>The least recently used sessions are given back beyond the bound, and any after two hours
 * without a call. Not by a cache that prefers frequently used entries: it may reject a new one, and
 * then every use of that role would cost a call to STS.
 */
final class HandleSessions<S extends SessionSpec> extends PhantomReference<Object> {

  /** The time without a call after which the session of a view is given back. */
  static final Duration EVICTED = Duration.ofHours(2);

  /** How far the clock of a caller may be ahead of the clock that a step was given, in ms. */
  private static final long AHEAD = 1_000;

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

  /** The session of the handle, as configured here: one that others began has other origins. */
  final S spec;

  private final Sessions sessions;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxViews;

  /** The session of the handle, of which this is a user; null before the first call for it. */
  private final AtomicReference<@Nullable Session> own = new AtomicReference<>();

  /** The sessions of views. Callers look them up; the loop decides which are kept. */
  private final Map<SessionView<S>, Kept> views = new ConcurrentHashMap<>(0);

  HandleSessions(
      Object handle,
      S spec,
      Sessions sessions,
      List<? extends Consumer<IrsaEvent>> listeners,
      int maxViews) {
    super(handle, sessions.dropped());
    this.spec = spec;
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
    return own.get();
  }

  /** Returns the session of the handle, which is taken if necessary. */
  Session takeOwn() {
    Session known = own.get();
    while (known == null) {
      Session taken = sessions.take(spec);
      if (own.compareAndSet(null, taken)) {
        subscribe(taken);
        if (!isOpen()) {
          // Closed in between, perhaps before there was a session.
          closeOwn();
        }
        return taken;
      }
      taken.leave();
      known = own.get();
    }
    return known;
  }

  private void closeOwn() {
    Session closed = own.getAndSet(null);
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
  @Nullable Session viewed(SessionView<S> view, long wallMillis) {
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
  void keep(SessionView<S> view, Session taken, long wallMillis) {
    subscribe(taken);
    sessions.report(now -> keep(view, new Kept(taken, wallMillis), now));
  }

  private void keep(SessionView<S> view, Kept kept, TimePoint now) {
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
  private void giveBackLeastRecentlyUsed(SessionView<S> newest, long future) {
    var least =
        views.entrySet().stream()
            .filter(each -> !each.getKey().equals(newest))
            .min(Comparator.comparingLong(each -> each.getValue().usedBefore(future)))
            .orElseThrow();
    giveBack(least.getKey(), least.getValue());
  }

  /** Gives the session of a view back. */
  void release(SessionView<S> view) {
    sessions.report(
        now -> {
          Kept kept = views.get(view);
          if (kept != null) {
            giveBack(view, kept);
          }
        });
  }

  private void closeViews() {
    views.forEach(this::giveBack);
  }

  private void giveBack(SessionView<S> view, Kept kept) {
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
