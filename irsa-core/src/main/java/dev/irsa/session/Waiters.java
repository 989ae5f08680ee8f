package dev.irsa.session;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Callers who wait, in order of arrival. Not thread-safe; lives inside the engine. */
final class Waiters {

  private final Outbox outbox;
  private List<Waiter> waiting = List.of();

  Waiters(Outbox outbox) {
    this.outbox = outbox;
  }

  void add(Waiter waiter) {
    if (waiting.isEmpty()) {
      // A session has no waiters nearly all of its life: no list is kept for them.
      waiting = new ArrayList<>();
    }
    waiting.add(waiter);
  }

  void remove(Waiter waiter) {
    end(each -> each.equals(waiter), null);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Moves all to another list. */
  void moveTo(Waiters others) {
    waiting.forEach(others::add);
    waiting = List.of();
  }

  void finishAll(Outcome outcome) {
    end(each -> true, each -> outcome);
  }

  /** Ends the waits of a closed handle. */
  void close(Object owner) {
    end(each -> each.owner() == owner, each -> Outcome.CLOSED);
  }

  void endOverdue(Moment now, Function<Waiter, Outcome> outcome) {
    end(each -> each.deadline().isOverAt(now), outcome);
  }

  private void end(Predicate<Waiter> which, @Nullable Function<Waiter, Outcome> outcome) {
    for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (which.test(waiter)) {
        all.remove();
        if (outcome != null) {
          outbox.complete(waiter, outcome.apply(waiter));
        }
      }
    }
    if (waiting.isEmpty()) {
      waiting = List.of();
    }
  }

  /** Returns the nanoseconds until the first deadline, {@link Long#MAX_VALUE} when none waits. */
  long nextDeadline(Moment now) {
    long next = Long.MAX_VALUE;
    for (Waiter waiter : waiting) {
      next = Math.min(next, waiter.deadline().remainingAt(now));
    }
    return next;
  }
}
