package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.time.TimePoint;
import java.lang.ref.PhantomReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a handle has open, from its first call to its close: its session and those of its views,
 * which are bounded in number. The listeners of the handle are told of all of them. Refers to the
 * handle as a phantom, so that it is closed if the handle is dropped without a close. Thread-safe:
 * callers look sessions up, and which of those of views are kept is decided on the loop.
 *
 * <p>Beyond the bound, the least recently used sessions are given back, and after two hours without
 * a call. Not by a cache that prefers frequently used entries: it may reject a new one, and then
 * every use of that role would cost a call to STS.
 */
final class Opening extends PhantomReference<Object> {

  /** The time without a call after which the session of a view is given back. */
  static final Duration EVICTED = Duration.ofHours(2);

  /**
   * Where a handle has what it has open, null before its first call and after a close. Shared with
   * the views of the handle.
   */
  static final class Place extends AtomicReference<@Nullable Opening> {
    private static final long serialVersionUID = 1L;

    /**
     * The session of the handle while that is open, to save three dereferences on the read path.
     */
    private transient volatile @Nullable Session inHand;

    @Nullable Session inHand() {
      return inHand;
    }

    /** Sets the session of what is open, unless that was closed. */
    void hold(Opening opened, Session session) {
      if (inHand == null) {
        inHand = session;
        if (get() != opened) {
          inHand = null;
        }
      }
    }

    private void close(Opening closed) {
      var unused = compareAndSet(closed, null);
      inHand = null;
    }
  }

  /** The session of a view, of which this is a user. */
  private static final class Kept {
    final Session session;

    /** When a caller looked it up last. Written by callers without order. */
    volatile long usedMillis;

    /** The use that the cache knows of. Lives on the loop. */
    long knownMillis;

    Kept(Session session, long usedMillis) {
      this.session = session;
      this.usedMillis = usedMillis;
      this.knownMillis = usedMillis;
    }
  }

  /** The terms of the handle. Those of a session that others began have other origins. */
  final Sessions.Terms terms;

  /** Where the handle has this. The handle itself is not referred to. */
  private final Place place;

  private final Sessions sessions;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxViews;

  /** The session of the handle, of which this is a user; null before the first call for it. */
  private final AtomicReference<@Nullable Session> own = new AtomicReference<>();

  private final Map<SessionHandle.View, Kept> views = new ConcurrentHashMap<>(0);

  /** The sessions of views, in the order of the uses that the loop knows of. Lives on the loop. */
  private final Map<SessionHandle.View, Kept> recent = new LinkedHashMap<>(4, 0.75f, true);

  Opening(
      SessionHandle handle,
      Place place,
      Sessions.Terms terms,
      Sessions sessions,
      List<? extends Consumer<IrsaEvent>> listeners,
      int maxViews) {
    super(handle, sessions.dropped());
    this.terms = terms;
    this.place = place;
    this.sessions = sessions;
    this.listeners = listeners;
    this.maxViews = maxViews;
    sessions.hold(this);
  }

  /** Gives everything back, and lets the handle open again. Idempotent. */
  void close() {
    place.close(this);
    if (sessions.release(this)) {
      closeOwn();
      if (!views.isEmpty()) {
        sessions.report(now -> closeViews());
      }
    }
  }

  // ---- the session of the handle

  /** Returns the session of the handle, which is taken if necessary. */
  Session own() {
    Session known = own.get();
    if (known != null) {
      return known;
    }
    Session taken = sessions.take(terms);
    known = own.compareAndExchange(null, taken);
    if (known != null) {
      taken.leave();
      return known;
    }
    subscribe(taken);
    if (!sessions.isHeld(this)) {
      // Closed in between, perhaps before there was a session.
      closeOwn();
    }
    return taken;
  }

  private void closeOwn() {
    Session closed = own.getAndSet(null);
    if (closed != null) {
      giveBack(closed);
    }
  }

  private void subscribe(Session session) {
    if (!listeners.isEmpty()) {
      sessions.loop().report(session, now -> session.subscribe(listeners));
    }
  }

  private void giveBack(Session session) {
    session.leave();
    if (!listeners.isEmpty()) {
      // After the session rests if this was the last user, whose listeners are told of that.
      sessions.loop().report(session, now -> session.unsubscribe(listeners), Session.RESTS_AFTER);
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
    sessions.report(now -> keep(view, new Kept(taken, wallMillis)));
  }

  private void keep(SessionHandle.View view, Kept kept) {
    Kept known = views.get(view);
    boolean isKept = known != null && known.session == kept.session;
    if (known != null && !isKept) {
      giveBack(view, known);
    }
    if (isKept || !sessions.isHeld(this) || !kept.session.enter()) {
      kept.session.unsubscribe(listeners);
      return;
    }
    recent.put(view, kept);
    views.put(view, kept);
    while (recent.size() > maxViews) {
      giveBackEldest(Long.MAX_VALUE);
    }
    if (!sessions.isHeld(this)) {
      // Closed in between, perhaps before there was a view.
      closeViews();
    }
  }

  private void closeViews() {
    while (!recent.isEmpty()) {
      Map.Entry<SessionHandle.View, Kept> eldest = recent.entrySet().iterator().next();
      giveBack(eldest.getKey(), eldest.getValue());
    }
  }

  /**
   * Gives the session back that was used least recently, if that was before some time. Callers do
   * not tell the loop of each use: an entry with a use that it does not know of goes to the end.
   * Returns whether there may be more.
   */
  private boolean giveBackEldest(long beforeMillis) {
    Map.Entry<SessionHandle.View, Kept> eldest = recent.entrySet().iterator().next();
    Kept kept = eldest.getValue();
    long used = kept.usedMillis;
    if (used != kept.knownMillis) {
      kept.knownMillis = used;
      // Moves it to the end.
      var unused = recent.get(eldest.getKey());
      return true;
    }
    if (used >= beforeMillis) {
      return false;
    }
    giveBack(eldest.getKey(), kept);
    return !recent.isEmpty();
  }

  private void giveBack(SessionHandle.View view, Kept kept) {
    recent.remove(view, kept);
    views.remove(view, kept);
    giveBack(kept.session);
  }

  /** Gives sessions of views back that nobody has used for long. Called by the loop. */
  void sweep(TimePoint now) {
    boolean goesOn = !recent.isEmpty();
    while (goesOn) {
      goesOn = giveBackEldest(now.wallMillis() - EVICTED.toMillis());
    }
  }
}
