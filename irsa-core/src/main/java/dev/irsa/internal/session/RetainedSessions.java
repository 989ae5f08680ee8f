package dev.irsa.internal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.irsa.internal.concurrent.EventLoop;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that rest, each for its own time. Beyond the maximum number, the session whose time
 * is over first is removed. Lives on the loop.
 *
 * <p>A single session is kept without the cache, whose library takes 100 ms of a processor to load:
 * most processes let one session rest, at their end.
 */
final class RetainedSessions {

  /** The maximum number of sessions; each uses about 2 kB. */
  static final int MOST = 10_000;

  private final EventLoop loop;
  private final Session.Registry registry;

  /** The first session, until there is a second one. */
  private @Nullable Session first;

  private long firstUntil;

  /** All sessions, with the nanoseconds for which they are retained. Null before the second one. */
  private @Nullable Cache<Session, Long> all;

  /**
   * Creates an empty set.
   *
   * @param registry removes the sessions whose time is over
   */
  RetainedSessions(EventLoop loop, Session.Registry registry) {
    this.loop = loop;
    this.registry = registry;
  }

  /** Retains a session that rests. */
  void add(Session session, long nanos) {
    expire();
    if (all == null && first == null) {
      first = session;
      firstUntil = now() + nanos;
      return;
    }
    Cache<Session, Long> cache = cache();
    cache.put(session, nanos);
    cache.cleanUp();
    if (cache.estimatedSize() > MOST) {
      Set<Session> next = cache.policy().expireVariably().orElseThrow().oldest(1).keySet();
      cache.invalidateAll(next);
      next.forEach(registry::remove);
    }
  }

  private Cache<Session, Long> cache() {
    Cache<Session, Long> known = all;
    if (known == null) {
      known = EachForItsTime.newCache(this);
      all = known;
      if (first != null) {
        known.put(first, firstUntil - now());
        first = null;
      }
    }
    return known;
  }

  /** Handles that a session has a user again, whether or not it was retained. */
  void take(Session session) {
    if (session == first) {
      first = null;
    }
    if (all != null) {
      all.invalidate(session);
    }
    expire();
  }

  /** Removes the sessions whose time is over. */
  void expire() {
    if (all != null) {
      all.cleanUp();
    } else if (first != null && now() - firstUntil >= 0) {
      Session last = first;
      first = null;
      registry.remove(last);
    }
  }

  private long now() {
    return loop.nanos();
  }

  private void expired(@Nullable Session session, @Nullable Long nanos, RemovalCause cause) {
    if (session != null) {
      registry.remove(session);
    }
  }

  /** Expires a session after its own time. Written for Caffeine 3.0, which a BOM may demand. */
  private static final class EachForItsTime implements Expiry<Session, Long> {

    /** Here, because the types of the library are loaded with the class that creates the cache. */
    static Cache<Session, Long> newCache(RetainedSessions retained) {
      return Caffeine.newBuilder()
          .expireAfter(new EachForItsTime())
          .ticker(retained::now)
          .executor(Runnable::run)
          .evictionListener(retained::expired)
          .build();
    }

    @Override
    public long expireAfterCreate(Session session, Long nanos, long now) {
      return nanos;
    }

    @Override
    public long expireAfterUpdate(Session session, Long nanos, long now, long left) {
      return nanos;
    }

    @Override
    public long expireAfterRead(Session session, Long nanos, long now, long left) {
      return left;
    }
  }
}
