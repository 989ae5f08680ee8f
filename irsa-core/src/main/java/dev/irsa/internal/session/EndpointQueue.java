package dev.irsa.internal.session;

import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.session.QueuedExchange.Priority;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that wait for a place and for one endpoint, in the order of arrival. Whoever looks
 * for the first one that may start does not look at the others, however many there are. Lives on
 * the loop.
 */
final class EndpointQueue {

  /** The maximum number of attempts that a search sets aside because their account pauses. */
  private static final int MOST_SET_ASIDE = 64;

  private final EndpointRateLimiter limits;
  private final NavigableSet<QueuedExchange> waiting = new TreeSet<>();

  /** The refreshes whose account pauses, by the end of the pause. Null before the first one. */
  private @Nullable NavigableSet<QueuedExchange> paused;

  /** Whether the last search has set as many aside as it may, and has to go on. */
  private boolean isCut;

  EndpointQueue(EndpointRateLimiter limits) {
    this.limits = limits;
  }

  void add(QueuedExchange attempt) {
    boolean unused = waiting.add(attempt);
  }

  /** Removes an attempt. Returns whether it was there. */
  boolean remove(QueuedExchange attempt) {
    return waiting.remove(attempt) || (paused != null && paused.remove(attempt));
  }

  int size() {
    return waiting.size() + (paused == null ? 0 : paused.size());
  }

  /**
   * Returns the first attempt that may start now, or null.
   *
   * @param mayRefresh whether it may be a refresh
   */
  @Nullable QueuedExchange first(boolean mayRefresh, long now) {
    isCut = false;
    if (limits.rateWait(now) > 0) {
      return null;
    }
    QueuedExchange first = first(waiting);
    if (first != null && first.priority != Priority.REFRESH) {
      return first;
    }
    return mayRefresh && limits.hasRoomForRefresh() ? firstRefresh(now) : null;
  }

  private static @Nullable QueuedExchange first(@Nullable NavigableSet<QueuedExchange> queue) {
    return queue == null || queue.isEmpty() ? null : queue.first();
  }

  /** Looks at those whose pause is over first, and sets those aside whose account pauses. */
  private @Nullable QueuedExchange firstRefresh(long now) {
    for (int aside = 0; aside < MOST_SET_ASIDE; aside++) {
      QueuedExchange next = first(paused);
      if (next == null || next.pausedUntil > now) {
        next = first(waiting);
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
    QueuedExchange next = first(paused);
    return next != null && next.pausedUntil > now ? next.pausedUntil - now : Long.MAX_VALUE;
  }
}
