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
 * What a handle has open, from its first call to its close: a session, whose listeners are told,
 * and the sessions of its views, bounded in number. Refers to the handle as a phantom, so that it
 * is closed if the handle is dropped without a close. Thread-safe: callers look sessions up, and
 * which of them are kept is decided on the loop.
 *
 * <p>Beyond the bound, the least recently used sessions are given back, and after two hours without
 * a call. Caffeine's own size bound is not used: its policy may reject a new entry in favor of
 * frequently used ones, and then every use of that role would cost a call to STS.
 */
final class Opening extends PhantomReference<Object> {

  /** The time without a call after which the session of a view is given back. */
  static final Duration EVICTED = Duration.ofHours(2);

  /** The session of a view, of which this is a user. */
  static final class Kept {
    final Session session;

    /** When a caller looked it up last. Written by callers without order. */
    volatile long usedMillis;

    /** The use that the cache knows of. Lives on the loop. */
    private long knownMillis;

    Kept(Session session, long usedMillis) {
      this.session = session;
      this.usedMillis = usedMillis;
      this.knownMillis = usedMillis;
    }
  }

  final Session session;

  /** Where the handle has this. The handle itself is not referred to. */
  private final AtomicReference<@Nullable Opening> place;

  private final Sessions sessions;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxViews;
  private final Map<SessionHandle.View, Kept> views = new ConcurrentHashMap<>(0);

  // The fields below live on the loop.

  /** The same sessions in the order of their use; null before the first one and after the close. */
  private @Nullable Cache<SessionHandle.View, Kept> recent;

  Opening(
      SessionHandle handle,
      AtomicReference<@Nullable Opening> place,
      Session session,
      Sessions sessions,
      List<? extends Consumer<IrsaEvent>> listeners,
      int maxViews) {
    super(handle, sessions.dropped());
    this.place = place;
    this.session = session;
    this.sessions = sessions;
    this.listeners = listeners;
    this.maxViews = maxViews;
    sessions.hold(this);
    if (!listeners.isEmpty()) {
      sessions.loop().report(session, now -> session.subscribe(listeners));
    }
  }

  /** Gives everything back, and lets the handle open again. Idempotent. */
  void close() {
    place.compareAndSet(this, null);
    if (!sessions.release(this)) {
      return;
    }
    session.leave();
    if (!listeners.isEmpty()) {
      // After the session rests if this was the last user, whose listeners are told of that.
      sessions.loop().report(session, now -> session.unsubscribe(listeners), Session.RESTS_AFTER);
    }
    if (!views.isEmpty()) {
      sessions.loop().report(session, now -> closeViews());
    }
  }

  private void closeViews() {
    Cache<SessionHandle.View, Kept> kept = recent;
    recent = null;
    if (kept != null) {
      kept.invalidateAll();
    }
  }

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
    sessions.loop().report(session, now -> keep(view, new Kept(taken, wallMillis)));
  }

  private void keep(SessionHandle.View view, Kept kept) {
    Kept known = views.get(view);
    boolean isKept = known != null && known.session == kept.session;
    if (isKept || !sessions.isHeld(this) || !kept.session.enter()) {
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
      if (cause != RemovalCause.REPLACED) {
        views.remove(view, kept);
      }
      kept.session.leave();
    }
  }

  /** Callers do not tell the cache of each use: one that it does not know of counts first. */
  private void evictLeastRecentlyUsed() {
    Map<SessionHandle.View, Kept> eldest =
        recent().policy().expireAfterAccess().orElseThrow().oldest(1);
    eldest.forEach(
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
