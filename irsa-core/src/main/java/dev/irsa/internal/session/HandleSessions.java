package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.time.TimePoint;
import java.lang.ref.PhantomReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a handle has open, from its first call to its close: its own, and those of its
 * views. The listeners of the handle are told of all of them. A phantom reference to the handle, so
 * that it is closed if the handle is dropped without a close. Thread-safe.
 */
final class HandleSessions<S extends SessionSpec> extends PhantomReference<Object> {

  /** The session of the handle, as configured here: one that others began has other origins. */
  final S spec;

  private final Sessions sessions;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxViews;

  /** The session of the handle, of which this is a user; null before the first call for it. */
  private final AtomicReference<@Nullable Session> own = new AtomicReference<>();

  /** The sessions of views, null before the first one. Written by the loop. */
  private volatile @Nullable ViewSessions<S> views;

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
      closeViews();
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
        if (!listeners.isEmpty()) {
          taken.subscribe(listeners);
        }
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

  private void giveBack(Session session) {
    session.leave();
    if (!listeners.isEmpty()) {
      session.unsubscribe(listeners);
    }
  }

  // ---- the sessions of views

  /** Returns the session of a view, or null if it is not kept. */
  @Nullable Session viewed(SessionView<S> view) {
    ViewSessions<S> all = views;
    return all == null ? null : all.find(view);
  }

  /** Keeps the session of a view that a caller has entered. */
  void keep(SessionView<S> view, Session taken) {
    sessions.report(now -> keep(view, taken, now));
  }

  private void keep(SessionView<S> view, Session taken, TimePoint now) {
    if (isOpen() && views().keep(view, taken, now)) {
      taken.driver.listeners.subscribe(listeners);
      if (!isOpen()) {
        // Closed in between, perhaps before there was a view.
        closeViews();
      }
    }
  }

  private ViewSessions<S> views() {
    ViewSessions<S> known = views;
    if (known == null) {
      known = new ViewSessions<>(maxViews, this::giveBack);
      views = known;
    }
    return known;
  }

  /** Gives the session of a view back. */
  void release(SessionView<S> view) {
    ViewSessions<S> all = views;
    if (all != null) {
      all.giveBack(view);
    }
  }

  private void closeViews() {
    ViewSessions<S> all = views;
    if (all != null) {
      all.giveBackAll();
    }
  }

  /** Gives sessions of views back that nobody has used for long. Called by the loop. */
  void sweep(TimePoint now) {
    ViewSessions<S> all = views;
    if (all != null && all.sweep(now)) {
      sessions.report(this::sweep);
    }
  }
}
