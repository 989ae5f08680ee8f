package dev.irsa.internal.limit;

import dev.irsa.internal.concurrent.ForeignCode;
import dev.irsa.internal.concurrent.ReschedulableTimer;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.time.Nanos;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the concurrent exchanges of all sessions of a process. There are eight places, of which
 * refreshes take at most six. Callers without credentials go first, so two places are left for
 * them. An exchange that is abandoned, for example because it exceeds its time limit, gives its
 * place back and leaves its thread behind: a host look-up and the opening of a file cannot be
 * interrupted. With eight threads left behind, no exchange starts until one of them returns.
 * Granted permits are notified outside the lock. Thread-safe.
 */
public final class Bulkhead implements Runnable {

  static final int PLACES = 8;

  /** The maximum number of concurrent refreshes. */
  public static final int REFRESH_PLACES = 6;

  /** The maximum number of threads left behind. */
  public static final int MOST_LEFT_BEHIND = 8;

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

  /** When permits are granted again after an error. */
  private static final long GRANT_AGAIN_AFTER = 100 * Nanos.MILLISECOND;

  private final LongSupplier nanos;
  private final ReschedulableTimer wakeUp;
  private final ReentrantLock lock = new ReentrantLock();

  // The fields below are guarded by the lock.
  private final Set<Permit> urgent = new LinkedHashSet<>();
  private final Set<Permit> refreshes = new LinkedHashSet<>();
  private int urgentBusy;
  private int refreshesBusy;
  private long soonest;

  /** Written under the lock, read without it. */
  private volatile int leftBehind;

  /** Creates a bulkhead without exchanges. */
  @SuppressWarnings("ThisEscapedInObjectConstruction") // Nothing is scheduled yet.
  public Bulkhead(LongSupplier nanos, SharedExecutors timer) {
    this.nanos = nanos;
    this.wakeUp = new ReschedulableTimer(nanos, timer, this);
  }

  /** Grants the permits whose rate limit or pause has ended. Only for the timer. */
  @Override
  public void run() {
    lock.lock();
    grantAndUnlock();
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
   * Abandons an exchange that is no longer needed. It leaves the queue, or gives its place back and
   * leaves its thread behind until that {@linkplain #release returns}.
   */
  public void abandon(Permit permit, boolean timedOut) {
    lock.lock();
    try {
      urgent.remove(permit);
      refreshes.remove(permit);
      if (permit.hasPlace) {
        giveBack(permit, timedOut ? End.TIMED_OUT : End.UNUSED);
        permit.isLeftBehind = true;
        leaveBehind(1);
      }
    } finally {
      grantAndUnlock();
    }
  }

  /** Handles the return of the thread of an exchange. Has an effect once. */
  public void release(Permit permit, End end) {
    lock.lock();
    try {
      if (permit.hasPlace) {
        giveBack(permit, end);
      } else if (permit.isLeftBehind) {
        permit.isLeftBehind = false;
        leaveBehind(-1);
      }
    } finally {
      grantAndUnlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
  private void leaveBehind(int change) {
    leftBehind += change;
  }

  /** Returns whether no exchange can start because too many threads were left behind. */
  public boolean isStuck() {
    return leftBehind >= MOST_LEFT_BEHIND;
  }

  private void giveBack(Permit permit, End end) {
    permit.hasPlace = false;
    permit.endpoint.ended(!permit.urgent);
    if (permit.urgent) {
      urgentBusy--;
    } else {
      refreshesBusy--;
    }
    note(permit, end);
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
   * Grants the permits whose turn it is, and notifies them after the release of the lock. Never
   * throws: what the caller has done before is complete.
   */
  private void grantAndUnlock() {
    Permit first = null;
    Permit last = null;
    try {
      soonest = Long.MAX_VALUE;
      long now = nanos.getAsLong();
      for (Permit next = next(now); next != null; next = next(now)) {
        grant(next, now);
        if (last == null) {
          first = next;
        } else {
          last.following = next;
        }
        last = next;
      }
    } catch (Throwable failure) {
      soonest = GRANT_AGAIN_AFTER;
    } finally {
      planWakeUp();
      lock.unlock();
    }
    for (Permit each = first; each != null; ) {
      Permit following = each.following;
      each.following = null;
      notify(each);
      each = following;
    }
  }

  private static void notify(Permit permit) {
    try {
      permit.granted();
    } catch (Throwable failure) {
      // Others are still waiting.
      ForeignCode.error("A call to STS could not be started", failure);
    }
  }

  private @Nullable Permit next(long now) {
    if (isStuck() || urgentBusy + refreshesBusy == PLACES) {
      return null;
    }
    Permit first = firstReady(urgent, now);
    return first == null && refreshesBusy < REFRESH_PLACES ? firstReady(refreshes, now) : first;
  }

  private @Nullable Permit firstReady(Set<Permit> queue, long now) {
    for (Permit permit : queue) {
      long wait =
          permit.urgent
              ? permit.endpoint.rateWait(now)
              : permit.endpoint.refreshWait(permit.account, permit.throttledPause, now);
      boolean hasRoom = permit.urgent || permit.endpoint.hasRoomForRefresh();
      if (wait == 0 && hasRoom) {
        return permit;
      }
      if (wait > 0) {
        soonest = Math.min(soonest, wait);
      }
    }
    return null;
  }

  private void grant(Permit permit, long now) {
    permit.endpoint.started(!permit.urgent, now);
    urgent.remove(permit);
    refreshes.remove(permit);
    permit.hasPlace = true;
    if (permit.urgent) {
      urgentBusy++;
    } else {
      refreshesBusy++;
    }
  }

  /**
   * Schedules a wake-up for rate limits and pauses, which end by themselves. Everything else
   * changes only when a place is released.
   */
  private void planWakeUp() {
    try {
      wakeUp.plan(soonest);
    } catch (Throwable unplanned) {
      // No session is open, or no thread is available. The next call plans again, and permits are
      // granted regardless.
    }
  }
}
