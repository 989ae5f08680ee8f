package dev.irsa.internal.session;

import dev.irsa.internal.limit.EndpointRateLimiter;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that wait for a place and for one endpoint, in the order of arrival. Whoever looks
 * for the first one that may start does not look at the others, however many there are. Lives on
 * the loop.
 */
final class EndpointQueue {

  /** What goes before what. */
  enum Priority {
    /** For callers who have already waited for the first of two endpoints. */
    TURNED,
    /** For callers without credentials. */
    URGENT,
    REFRESH
  }

  /** The maximum number of attempts that a search sets aside because their account pauses. */
  private static final int MOST_SET_ASIDE = 64;

  private final EndpointRateLimiter limits;
  private final Set<QueuedExchange> turned = new LinkedHashSet<>();
  private final Set<QueuedExchange> urgent = new LinkedHashSet<>();
  private final Set<QueuedExchange> refreshes = new LinkedHashSet<>();

  /** The refreshes whose account pauses, by the end of the pause. Null before the first one. */
  private @Nullable NavigableSet<QueuedExchange> paused;

  /** Whether the last search has set as many aside as it may, and has to go on. */
  private boolean isCut;

  EndpointQueue(EndpointRateLimiter limits) {
    this.limits = limits;
  }

  void add(QueuedExchange attempt, Priority priority) {
    switch (priority) {
      case TURNED -> turned.add(attempt);
      case URGENT -> urgent.add(attempt);
      case REFRESH -> refreshes.add(attempt);
    }
  }

  /** Removes an attempt. Returns whether it was there. */
  boolean remove(QueuedExchange attempt) {
    return turned.remove(attempt)
        || urgent.remove(attempt)
        || refreshes.remove(attempt)
        || (paused != null && paused.remove(attempt));
  }

  int size() {
    return turned.size() + urgent.size() + refreshes.size() + (paused == null ? 0 : paused.size());
  }

  /** Returns the first attempt that may start now, or null. */
  @Nullable QueuedExchange first(Priority priority, long now) {
    if (limits.rateWait(now) > 0) {
      return null;
    }
    return switch (priority) {
      case TURNED -> first(turned);
      case URGENT -> first(urgent);
      case REFRESH -> limits.hasRoomForRefresh() ? firstRefresh(now) : null;
    };
  }

  private static @Nullable QueuedExchange first(Set<QueuedExchange> queue) {
    return queue.isEmpty() ? null : queue.iterator().next();
  }

  /** Looks at those whose pause is over first, and sets those aside whose account pauses. */
  private @Nullable QueuedExchange firstRefresh(long now) {
    isCut = false;
    for (int aside = 0; aside < MOST_SET_ASIDE; aside++) {
      QueuedExchange next = paused == null || paused.isEmpty() ? null : paused.first();
      if (next == null || next.pausedUntil > now) {
        next = first(refreshes);
      }
      long wait = next == null ? 0 : limits.refreshWait(next.account(), now);
      if (next == null || wait == 0) {
        return next;
      }
      setAside(next, now + wait);
    }
    isCut = true;
    return null;
  }

  private void setAside(QueuedExchange attempt, long until) {
    NavigableSet<QueuedExchange> all = paused;
    if (all == null) {
      all =
          new TreeSet<>(
              Comparator.comparingLong((QueuedExchange each) -> each.pausedUntil)
                  .thenComparingLong(each -> each.order));
      paused = all;
    }
    boolean unused = remove(attempt);
    attempt.pausedUntil = until;
    all.add(attempt);
  }

  /**
   * Returns the nanoseconds until there may be a first attempt by the limits of the endpoint,
   * {@link Long#MAX_VALUE} if they do not delay it.
   */
  long nextWake(long now) {
    long rate = limits.rateWait(now);
    if (rate > 0 || isCut) {
      return rate;
    }
    long pause = paused == null || paused.isEmpty() ? 0 : paused.first().pausedUntil - now;
    return pause > 0 ? pause : Long.MAX_VALUE;
  }
}
