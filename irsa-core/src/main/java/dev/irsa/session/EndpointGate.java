package dev.irsa.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of a process may do to one endpoint together: 20 calls a second and 8 at a
 * time, of which two places are kept for callers without credentials, who also go first. A
 * throttled account's background calls pause for 5 s; after three time-outs in a row the background
 * sends one probe at a time. Thread-safe; grants are handed out outside the lock.
 */
final class EndpointGate {

  static final int CALLS_PER_SECOND = 20;
  static final int PLACES = 8;
  static final int BACKGROUND_PLACES = 6;
  private static final int TIME_OUTS = 3;
  private static final long THROTTLE_PAUSE = 5 * Spacing.SECOND;

  /** How a call ended, as far as the gate cares. */
  enum End {
    ANSWERED,
    THROTTLED,
    TIMED_OUT,
    /** It never began. */
    UNUSED
  }

  /** A place in the queue, then a place at the endpoint. */
  static final class Ticket {
    private final String account;
    private final Runnable onGrant;
    private volatile boolean urgent;
    private boolean granted;
    private boolean grantedUrgently;

    Ticket(String account, boolean urgent, Runnable onGrant) {
      this.account = account;
      this.urgent = urgent;
      this.onGrant = onGrant;
    }

    /** Lets it go before the background; takes effect at the gate's next move. */
    void promote() {
      urgent = true;
    }
  }

  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private final ReentrantLock lock = new ReentrantLock();

  // All below is guarded by the lock.
  private final Deque<Ticket> queue = new ArrayDeque<>();
  private final long[] calls = new long[CALLS_PER_SECOND];
  private final Map<String, Long> pausedUntil = new HashMap<>();
  private long recorded;
  private int busy;
  private int busyInBackground;
  private int timeOutsInARow;
  private boolean wakeUpPlanned;

  EndpointGate(LongSupplier nanos, ScheduledExecutorService timer) {
    this.nanos = nanos;
    this.timer = timer;
  }

  /** Queues the ticket; its grant may run on this thread before this returns. */
  void submit(Ticket ticket) {
    lock.lock();
    try {
      queue.addLast(ticket);
    } finally {
      lock.unlock();
    }
    move();
  }

  /** Looks whether a promoted ticket can go now. */
  void promoted() {
    move();
  }

  /** Takes a ticket out of the queue; does nothing when it was granted. */
  void cancel(Ticket ticket) {
    lock.lock();
    try {
      queue.remove(ticket);
    } finally {
      lock.unlock();
    }
  }

  /** Gives the place back. */
  void release(Ticket ticket, End end) {
    lock.lock();
    try {
      if (!ticket.granted) {
        return;
      }
      ticket.granted = false;
      busy--;
      if (!ticket.grantedUrgently) {
        busyInBackground--;
      }
      note(ticket, end);
    } finally {
      lock.unlock();
    }
    move();
  }

  private void note(Ticket ticket, End end) {
    if (end == End.TIMED_OUT) {
      timeOutsInARow++;
    } else if (end != End.UNUSED) {
      timeOutsInARow = 0;
    }
    if (end == End.THROTTLED) {
      pausedUntil.put(ticket.account, nanos.getAsLong() + THROTTLE_PAUSE);
    }
  }

  private void move() {
    List<Ticket> granted = new ArrayList<>(2);
    lock.lock();
    try {
      long now = nanos.getAsLong();
      pausedUntil.values().removeIf(until -> until - now <= 0);
      Ticket next = next(now);
      while (next != null) {
        queue.remove(next);
        take(next, now);
        granted.add(next);
        next = next(now);
      }
      planWakeUp(now);
    } finally {
      lock.unlock();
    }
    for (Ticket ticket : granted) {
      ticket.onGrant.run();
    }
  }

  private @Nullable Ticket next(long now) {
    if (busy >= PLACES || rateWait(now) > 0) {
      return null;
    }
    Ticket background = null;
    for (Iterator<Ticket> tickets = queue.iterator(); tickets.hasNext(); ) {
      Ticket ticket = tickets.next();
      if (ticket.urgent) {
        return ticket;
      }
      if (background == null && !pausedUntil.containsKey(ticket.account)) {
        background = ticket;
      }
    }
    int places = timeOutsInARow >= TIME_OUTS ? 1 : BACKGROUND_PLACES;
    return busyInBackground < places ? background : null;
  }

  private void take(Ticket ticket, long now) {
    ticket.granted = true;
    ticket.grantedUrgently = ticket.urgent;
    busy++;
    if (!ticket.grantedUrgently) {
      busyInBackground++;
    }
    calls[(int) (recorded % CALLS_PER_SECOND)] = now;
    recorded++;
  }

  private long rateWait(long now) {
    if (recorded < CALLS_PER_SECOND) {
      return 0;
    }
    return Math.max(0, calls[(int) (recorded % CALLS_PER_SECOND)] + Spacing.SECOND - now);
  }

  /**
   * Only the rate and the pauses end by themselves; everything else moves when a place is given
   * back.
   */
  private void planWakeUp(long now) {
    if (queue.isEmpty() || wakeUpPlanned) {
      return;
    }
    long wait = rateWait(now);
    if (wait == 0) {
      for (long until : pausedUntil.values()) {
        wait = wait == 0 ? until - now : Math.min(wait, until - now);
      }
    }
    if (wait > 0) {
      wakeUpPlanned = planned(wait);
    }
  }

  private boolean planned(long wait) {
    try {
      ScheduledFuture<?> planned = timer.schedule(this::wakeUp, wait, TimeUnit.NANOSECONDS);
      return !planned.isCancelled();
    } catch (RejectedExecutionException closing) {
      return false;
    }
  }

  private void wakeUp() {
    lock.lock();
    try {
      wakeUpPlanned = false;
    } finally {
      lock.unlock();
    }
    move();
  }
}
