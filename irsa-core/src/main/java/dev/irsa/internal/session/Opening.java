package dev.irsa.internal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.irsa.credentials.IrsaEvent;
import java.lang.ref.PhantomReference;
import java.time.Duration;
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
 * a call. Caffeine's own size bound is not used: its policy may reject a new entry in favor of
 * frequently used ones, and then every use of that role would cost a call to STS.
 */
final class Opening extends PhantomReference<Object> {

  /** The time without a call after which the session of a view is given back. */
  static final Duration EVICTED = Duration.ofHours(2);

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
  private final AtomicReference<@Nullable Opening> place;

  private final Sessions sessions;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxViews;

  /** The session of the handle, of which this is a user; null before the first call for it. */
  private final AtomicReference<@Nullable Session> own = new AtomicReference<>();

  private final Map<SessionHandle.View, Kept> views = new ConcurrentHashMap<>(0);

  /**
   * The sessions of views in the order of their use, null if there were none. Lives on the loop.
   */
  private @Nullable Cache<SessionHandle.View, Kept> recent;

  Opening(
      SessionHandle handle,
      AtomicReference<@Nullable Opening> place,
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
    place.compareAndSet(this, null);
    if (sessions.release(this)) {
      closeOwn();
      if (!views.isEmpty()) {
        sessions.report(now -> closeViews());
      }
    }
  }

  // ---- the session of the handle

  /** Returns the session of the handle, or null before the first call for it. */
  @Nullable Session ownOrNull() {
    return own.get();
  }

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
    if (isKept || !sessions.isHeld(this) || !kept.session.enter()) {
      kept.session.unsubscribe(listeners);
      return;
    }
    recent().put(view, kept);
    views.put(view, kept);
    while (recent().estimatedSize() > maxViews) {
      evictLeastRecentlyUsed();
    }
    if (!sessions.isHeld(this)) {
      // Closed in between, perhaps before there was a view.
      closeViews();
    }
  }

  private void closeViews() {
    if (recent != null) {
      recent.invalidateAll();
    }
  }

  private Cache<SessionHandle.View, Kept> recent() {
    Cache<SessionHandle.View, Kept> known = recent;
    if (known == null) {
      known =
          Caffeine.newBuilder()
              .expireAfterAccess(EVICTED)
              .ticker(sessions::nanos)
              .executor(Runnable::run)
              .removalListener(this::release)
              .build();
      recent = known;
    }
    return known;
  }

  private void release(SessionHandle.@Nullable View view, @Nullable Kept kept, RemovalCause cause) {
    if (view != null && kept != null) {
      views.remove(view, kept);
      giveBack(kept.session);
    }
  }

  /** Callers do not tell the cache of each use: one that it does not know of counts first. */
  private void evictLeastRecentlyUsed() {
    recent()
        .policy()
        .expireAfterAccess()
        .orElseThrow()
        .oldest(1)
        .forEach(
            (view, kept) -> {
              if (!touch(view, kept)) {
                recent().invalidate(view);
              }
            });
  }

  private boolean touch(SessionHandle.View view, Kept kept) {
    long used = kept.usedMillis;
    boolean isUsed = used != kept.knownMillis;
    if (isUsed) {
      kept.knownMillis = used;
      var unused = recent().getIfPresent(view);
    }
    return isUsed;
  }

  /** Gives sessions of views back that nobody has used for long. Called by the loop. */
  void sweep() {
    if (recent != null) {
      views.forEach(this::touch);
      recent.cleanUp();
    }
  }
}
