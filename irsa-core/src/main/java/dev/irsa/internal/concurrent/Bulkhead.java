package dev.irsa.internal.concurrent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the exchanges of all sessions of a process start. Seven at a time; refreshes take six of
 * these places at most, and callers without credentials, who go first, always find two: the eighth
 * place exists only for the second of them while six refreshes are under way. A worker that does
 * not come back after its bound keeps its place; its session may go on with another, but only two
 * workers may be left behind like that. Thread-safe; grants are handed out outside the lock.
 */
public final class Bulkhead {

  static final int USUAL_PLACES = 7;
  static final int PLACES = 8;
  public static final int REFRESH_PLACES = 6;
  static final int URGENT_PLACES = PLACES - REFRESH_PLACES;
  static final int MOST_LEFT_BEHIND = 2;

  /** How an exchange ended, as far as the endpoint's limits care. */
  public enum End {
    ANSWERED,
    THROTTLED,
    TIMED_OUT,
    /** It never began. */
    UNUSED
  }

  private final LongSupplier nanos;
  private final RescheduledTimer wakeUp;
  private final ReentrantLock lock = new ReentrantLock();

  // All below is guarded by the lock.
  private final Set<Permit> urgent = new LinkedHashSet<>();
  private final Set<Permit> refreshes = new LinkedHashSet<>();
  private int urgentBusy;
  private int refreshesBusy;
  private int leftBehind;
  private long soonest;

  public Bulkhead(LongSupplier nanos, Timer timer) {
    this.nanos = nanos;
    this.wakeUp = new RescheduledTimer(nanos, timer, new WakeUp());
  }

  /** A nested class in place of a lambda, on the way to the first credentials of a fresh JVM. */
  private final class WakeUp implements Runnable {
    @Override
    public void run() {
      wakeUp();
    }
  }

  /** Queues the permit; its grant may run on this thread before this returns. */
  public void submit(Permit permit) {
    lock.lock();
    try {
      (permit.urgent ? urgent : refreshes).add(permit);
    } finally {
      grantAndUnlock();
    }
  }

  /** Lets a permit go before refreshes, if it still waits. */
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
   * Nobody waits for this exchange any more. It leaves the queue, or keeps its place until its
   * worker comes back.
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

  /** Gives the place back. */
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

  // An if, since a switch over an enum is a class of its own on the way to the first credentials.
  private void note(Permit permit, End end) {
    if (end == End.ANSWERED) {
      permit.endpoint.noteResponse();
    } else if (end == End.TIMED_OUT) {
      permit.endpoint.noteTimeOut();
    } else if (end == End.THROTTLED) {
      permit.endpoint.noteThrottling(permit.account, nanos.getAsLong());
    }
  }

  /** Ends a step: gives places to those whose turn it is now, and tells them without the lock. */
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
      boolean room = permit.urgent || permit.endpoint.hasRoomForRefresh();
      if (wait == 0 && room && mayLeaveBehind(permit.predecessor)) {
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

  /** Rate and pauses end by themselves; everything else moves when a place is given back. */
  private void planWakeUp() {
    try {
      wakeUp.plan(soonest);
    } catch (RuntimeException | Error unplanned) {
      // No session is open, or there is no thread. The next step plans anew, and grants go out
      // regardless.
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

  /** Returns how many places are taken. */
  public int busy() {
    lock.lock();
    try {
      return urgentBusy + refreshesBusy;
    } finally {
      lock.unlock();
    }
  }

  /** For tests: nothing outside is called while the lock is held. */
  boolean isLockHeld() {
    return lock.isHeldByCurrentThread();
  }
}
