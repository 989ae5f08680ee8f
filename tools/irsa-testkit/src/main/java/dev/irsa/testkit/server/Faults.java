package dev.irsa.testkit.server;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one endpoint: for the next requests, for a period of time, or until cleared. A
 * request gets the first planned fault that applies to it. Thread-safe.
 *
 * <pre>{@code
 * lab.sts().faults().next(3, Fault.throttle());
 * lab.sts().faults().on("GetCallerIdentity").always(Fault.delay(Duration.ofSeconds(2)));
 * }</pre>
 */
public final class Faults {
  private final Plan plan;
  private final @Nullable String action;

  /** Creates an empty plan, whose periods are measured by the given clock. */
  public Faults(Clock clock) {
    this(new Plan(clock), null);
  }

  private Faults(Plan plan, @Nullable String action) {
    this.plan = plan;
    this.action = action;
  }

  /**
   * Returns a view of the same faults, limited to one action; its {@code clear} does not affect
   * other actions.
   */
  public Faults on(String onlyAction) {
    return new Faults(plan, onlyAction);
  }

  /** Applies a fault to the next request. */
  public void next(Fault fault) {
    next(1, fault);
  }

  /** Applies a fault to the next {@code count} requests. */
  public void next(int count, Fault fault) {
    if (count < 1) {
      throw new IllegalArgumentException("count: expected 1 or more, found " + count);
    }
    add(fault, count, Instant.MIN, Instant.MAX);
  }

  /** Applies a fault to every request until cleared. */
  public void always(Fault fault) {
    add(fault, Integer.MAX_VALUE, Instant.MIN, Instant.MAX);
  }

  /**
   * Applies a fault to every request that arrives at or after {@code from} and before {@code
   * until}.
   */
  public void between(Instant from, Instant until, Fault fault) {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("from: before " + until + ", found " + from);
    }
    add(fault, Integer.MAX_VALUE, from, until);
  }

  /** Removes all planned faults. Requests that already hang continue to hang. */
  public void clear() {
    plan.removeIf(planned -> action == null || action.equals(planned.action));
  }

  private void add(Fault fault, int count, Instant from, Instant until) {
    if (fault.silent() && action != null) {
      throw new IllegalArgumentException(
          "silence applies before a request is read, so it cannot be limited to " + action);
    }
    plan.add(new Planned(fault, action, from, until, new AtomicInteger(count)));
  }

  Optional<Fault> forConnection() {
    return plan.take(planned -> planned.fault.silent());
  }

  Optional<Fault> forRequest(String requested) {
    return plan.take(
        planned ->
            !planned.fault.silent()
                && (planned.action == null || planned.action.equals(requested)));
  }

  /** A fault, and for how many requests it is left. */
  private record Planned(
      Fault fault, @Nullable String action, Instant from, Instant until, AtomicInteger left) {
    boolean isDueAt(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  private static final class Plan {
    private final Clock clock;

    /** Guarded by this. */
    private final List<Planned> planned = new ArrayList<>();

    Plan(Clock clock) {
      this.clock = clock;
    }

    synchronized void add(Planned one) {
      planned.add(one);
    }

    synchronized void removeIf(Predicate<Planned> condition) {
      planned.removeIf(condition);
    }

    Optional<Fault> take(Predicate<Planned> wanted) {
      Instant now = clock.instant();
      synchronized (this) {
        for (Iterator<Planned> each = planned.iterator(); each.hasNext(); ) {
          Planned one = each.next();
          if (wanted.test(one) && one.isDueAt(now)) {
            if (one.left.get() != Integer.MAX_VALUE && one.left.decrementAndGet() == 0) {
              each.remove();
            }
            return Optional.of(one.fault);
          }
        }
        return Optional.empty();
      }
    }
  }
}
