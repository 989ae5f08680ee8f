package dev.irsa.internal.concurrent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
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
  private final Timer timer;
  private final ReentrantLock lock = new ReentrantLock();

  // All below is guarded by the lock.
  private final Set<Permit> urgent = new LinkedHashSet<>();
  private final Set<Permit> refreshes = new LinkedHashSet<>();
  private int urgentBusy;
  private int refreshesBusy;
  private int leftBehind;
  private long soonest;
  private long wakeUpAt;
  private @Nullable Future<?> wakeUp;

  public Bulkhead(LongSupplier nanos, Timer timer) {
    this.nanos = nanos;
    this.timer = timer;
  }

  /** Queues the ticket; its grant may run on this thread before this returns. */
  public void submit(Permit ticket) {
    change(new Submission(ticket));
  }

  /** Lets a ticket go before refreshes, if it still waits. */
  public void promote(Permit ticket) {
    change(
        () -> {
          if (refreshes.remove(ticket)) {
            ticket.urgent = true;
            urgent.add(ticket);
          }
        });
  }

  /**
   * Nobody waits for this exchange any more. It leaves the queue, or keeps its place until its
   * worker comes back.
   */
  public void abandon(Permit ticket, boolean timedOut) {
    change(
        () -> {
          urgent.remove(ticket);
          refreshes.remove(ticket);
          if (ticket.hasPlace) {
            ticket.overdue = true;
            note(ticket, timedOut ? End.TIMED_OUT : End.UNUSED);
          }
        });
  }

  /** Gives the place back. */
  public void release(Permit ticket, End end) {
    change(new Release(ticket, end));
  }

  // Two nested classes in place of lambdas, which would be the only ones on the way to the first
  // credentials of a fresh JVM.

  private final class Submission implements Runnable {
    private final Permit ticket;

    Submission(Permit ticket) {
      this.ticket = ticket;
    }

    @Override
    public void run() {
      (ticket.urgent ? urgent : refreshes).add(ticket);
    }
  }

  private final class Release implements Runnable {
    private final Permit ticket;
    private final End end;

    Release(Permit ticket, End end) {
      this.ticket = ticket;
      this.end = end;
    }

    @Override
    public void run() {
      if (ticket.hasPlace) {
        giveBack(ticket);
        note(ticket, ticket.overdue ? End.UNUSED : end);
      }
    }
  }

  private void giveBack(Permit ticket) {
    ticket.hasPlace = false;
    ticket.endpoint.ended(!ticket.urgent);
    if (ticket.urgent) {
      urgentBusy--;
    } else {
      refreshesBusy--;
    }
    if (ticket.leftBehind) {
      leftBehind--;
    }
  }

  // An if, since a switch over an enum is a class of its own on the way to the first credentials.
  private void note(Permit ticket, End end) {
    if (end == End.ANSWERED) {
      ticket.endpoint.noteAnswer();
    } else if (end == End.TIMED_OUT) {
      ticket.endpoint.noteTimeOut();
    } else if (end == End.THROTTLED) {
      ticket.endpoint.noteThrottling(ticket.account, nanos.getAsLong());
    }
  }

  /** Changes something under the lock, and gives places to those whose turn it then is. */
  private void change(Runnable change) {
    List<Permit> granted = new ArrayList<>(2);
    lock.lock();
    try {
      change.run();
      long now = nanos.getAsLong();
      soonest = Long.MAX_VALUE;
      for (Permit next = next(now); next != null; next = next(now)) {
        grant(next, now);
        granted.add(next);
      }
      planWakeUp(now);
    } finally {
      lock.unlock();
    }
    for (Permit ticket : granted) {
      ticket.onGrant.run();
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
    for (Permit ticket : queue) {
      long wait =
          ticket.urgent
              ? ticket.endpoint.rateWait(now)
              : ticket.endpoint.refreshWait(ticket.account, ticket.scale, now);
      boolean room = ticket.urgent || ticket.endpoint.hasRoomForRefresh();
      if (wait == 0 && room && mayLeaveBehind(ticket.predecessor)) {
        return ticket;
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

  private void grant(Permit ticket, long now) {
    urgent.remove(ticket);
    refreshes.remove(ticket);
    ticket.hasPlace = true;
    ticket.endpoint.started(!ticket.urgent, now);
    if (ticket.urgent) {
      urgentBusy++;
    } else {
      refreshesBusy++;
    }
    Permit predecessor = ticket.predecessor;
    ticket.predecessor = null;
    if (predecessor != null && isStuck(predecessor)) {
      predecessor.leftBehind = true;
      leftBehind++;
    }
  }

  /** Rate and pauses end by themselves; everything else moves when a place is given back. */
  private void planWakeUp(long now) {
    if (soonest == Long.MAX_VALUE) {
      return;
    }
    Future<?> planned = wakeUp;
    long at = now + soonest;
    if (planned != null && !planned.isDone() && wakeUpAt - at <= 0) {
      return;
    }
    if (planned != null) {
      planned.cancel(false);
    }
    try {
      wakeUpAt = at;
      wakeUp = timer.schedule(this::wakeUp, soonest);
    } catch (RuntimeException | Error unplanned) {
      // Nobody is open, or there is no thread to be had. The next change plans anew, and grants go
      // out regardless.
      wakeUp = null;
    }
  }

  private void wakeUp() {
    change(() -> wakeUp = null);
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
}
