package dev.irsa.internal.concurrent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the concurrent exchanges of all sessions of a process. Usually there are seven places, of
 * which refreshes take at most six. Callers without credentials go first and can always use two
 * places: an eighth place exists for the second of them while six refreshes are running. A worker
 * that exceeds its time limit keeps its place. Its session may continue with another worker, but at
 * most two workers may be left behind in this way. Permits are granted outside the lock.
 * Thread-safe.
 */
public final class Bulkhead {

  static final int USUAL_PLACES = 7;
  static final int PLACES = 8;

  /** The maximum number of concurrent refreshes. */
  public static final int REFRESH_PLACES = 6;

  static final int URGENT_PLACES = PLACES - REFRESH_PLACES;
  static final int MOST_LEFT_BEHIND = 2;

  /** The end of an exchange, as far as it affects the limits of the endpoint. */
  public enum End {
    /** The endpoint responded. */
    ANSWERED,
    /** The endpoint throttled the call. */
    THROTTLED,
    /** The exchange exceeded its time limit. */
    TIMED_OUT,
    /** The exchange did not call the endpoint. */
    UNUSED
  }

  private final LongSupplier nanos;
  private final RescheduledTimer wakeUp;
  private final ReentrantLock lock = new ReentrantLock();

  // The fields below are guarded by the lock.
  private final Set<Permit> urgent = new LinkedHashSet<>();
  private final Set<Permit> refreshes = new LinkedHashSet<>();
  private int urgentBusy;
  private int refreshesBusy;
  private int leftBehind;
  private long soonest;

  /** Creates a bulkhead without exchanges. */
  public Bulkhead(LongSupplier nanos, Timer timer) {
    this.nanos = nanos;
    this.wakeUp = new RescheduledTimer(nanos, timer, this::wakeUp);
  }

  /** Queues a permit. It may be granted on this thread before this method returns. */
  public void submit(Permit permit) {
    lock.lock();
    try {
      (permit.urgent ? urgent : refreshes).add(permit);
    } finally {
      grantAndUnlock();
    }
  }

  /** Makes a queued permit urgent, so that it is granted before refreshes. */
  public void promote(Permit permit) {
    lock.lock();
    try {
      if (refreshes.remove(permit)) {
        permit.urgent = true;
        urgent.add(permit);
      }
    } finally {
      grantAndUnlock();
    }
  }

  /**
   * Abandons an exchange that is no longer needed. It leaves the queue, or keeps its place until
   * its worker returns.
   */
  public void abandon(Permit permit, boolean timedOut) {
    lock.lock();
    try {
      urgent.remove(permit);
      refreshes.remove(permit);
      if (permit.hasPlace) {
        permit.overdue = true;
        note(permit, timedOut ? End.TIMED_OUT : End.UNUSED);
      }
    } finally {
      grantAndUnlock();
    }
  }

  /** Releases the place of an exchange. */
  public void release(Permit permit, End end) {
    lock.lock();
    try {
      if (permit.hasPlace) {
        giveBack(permit);
        note(permit, permit.overdue ? End.UNUSED : end);
      }
    } finally {
      grantAndUnlock();
    }
  }

  private void giveBack(Permit permit) {
    permit.hasPlace = false;
    permit.endpoint.ended(!permit.urgent);
    if (permit.urgent) {
      urgentBusy--;
    } else {
      refreshesBusy--;
    }
    if (permit.leftBehind) {
      leftBehind--;
    }
  }

  // Not a switch: on an enum it generates a class, which would be loaded on the way to the first
  // credentials.
  private void note(Permit permit, End end) {
    if (end == End.ANSWERED) {
      permit.endpoint.noteResponse();
    } else if (end == End.TIMED_OUT) {
      permit.endpoint.noteTimeOut();
    } else if (end == End.THROTTLED) {
      permit.endpoint.noteThrottling(permit.account, nanos.getAsLong());
    }
  }

  /**
   * Grants permits whose turn it is and releases the lock. The permits are notified without the
   * lock.
   */
  private void grantAndUnlock() {
    List<Permit> granted = new ArrayList<>(2);
    try {
      long now = nanos.getAsLong();
      soonest = Long.MAX_VALUE;
      for (Permit next = next(now); next != null; next = next(now)) {
        grant(next, now);
        granted.add(next);
      }
      planWakeUp();
    } finally {
      lock.unlock();
    }
    for (Permit permit : granted) {
      permit.granted();
    }
  }

  private @Nullable Permit next(long now) {
    int busy = urgentBusy + refreshesBusy;
    if (busy < USUAL_PLACES || urgentBusy < URGENT_PLACES) {
      Permit first = firstReady(urgent, now);
      if (first != null) {
        return first;
      }
    }
    return refreshesBusy < REFRESH_PLACES && busy < USUAL_PLACES
        ? firstReady(refreshes, now)
        : null;
  }

  private @Nullable Permit firstReady(Set<Permit> queue, long now) {
    for (Permit permit : queue) {
      long wait =
          permit.urgent
              ? permit.endpoint.rateWait(now)
              : permit.endpoint.refreshWait(permit.account, permit.throttledPause, now);
      boolean hasRoom = permit.urgent || permit.endpoint.hasRoomForRefresh();
      if (wait == 0 && hasRoom && mayLeaveBehind(permit.predecessor)) {
        return permit;
      }
      if (wait > 0) {
        soonest = Math.min(soonest, wait);
      }
    }
    return null;
  }

  private boolean mayLeaveBehind(@Nullable Permit predecessor) {
    return !isStuck(predecessor) || leftBehind < MOST_LEFT_BEHIND;
  }

  private static boolean isStuck(@Nullable Permit predecessor) {
    return predecessor != null && predecessor.hasPlace && !predecessor.leftBehind;
  }

  private void grant(Permit permit, long now) {
    urgent.remove(permit);
    refreshes.remove(permit);
    permit.hasPlace = true;
    permit.endpoint.started(!permit.urgent, now);
    if (permit.urgent) {
      urgentBusy++;
    } else {
      refreshesBusy++;
    }
    Permit predecessor = permit.predecessor;
    permit.predecessor = null;
    if (predecessor != null && isStuck(predecessor)) {
      predecessor.leftBehind = true;
      leftBehind++;
    }
  }

  /**
   * Schedules a wake-up for rate limits and pauses, which end by themselves. Everything else
   * changes only when a place is released.
   */
  private void planWakeUp() {
    try {
      wakeUp.plan(soonest);
    } catch (RuntimeException | Error unplanned) {
      // No session is open, or no thread is available. The next call plans again, and permits are
      // granted regardless.
    }
  }

  private void wakeUp() {
    lock.lock();
    try {
      wakeUp.came();
    } finally {
      grantAndUnlock();
    }
  }

  /** Returns the number of places in use. */
  public int busy() {
    lock.lock();
    try {
      return urgentBusy + refreshesBusy;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether the current thread holds the lock. For tests, which check that no foreign code
   * is called under it.
   */
  boolean isLockHeld() {
    return lock.isHeldByCurrentThread();
  }
}
