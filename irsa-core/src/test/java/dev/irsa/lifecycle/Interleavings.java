package dev.irsa.lifecycle;

import dev.irsa.lifecycle.ControlledThreads.Abandoned;
import dev.irsa.lifecycle.ControlledThreads.Violation;
import dev.irsa.lifecycle.ControlledThreads.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Explores all interleavings of the threads of a world, breadth first: those with few preemptions
 * before those with more, and short ones before long ones. Each execution starts from the beginning
 * and repeats the decisions that led to the state from which it continues. A state that was reached
 * before is not continued, because what follows was or will be explored from there.
 */
final class Interleavings {

  /**
   * The bound of a search.
   *
   * @param isFine whether threads alternate within steps as well
   * @param preemptions how often a thread that could continue may be interrupted; only within steps
   */
  record Bound(boolean isFine, int preemptions) {
    static final Bound STEPS = new Bound(false, 0);
  }

  /**
   * What a search found.
   *
   * @param executions the number of executions
   * @param states the number of distinct states in which there was a choice
   * @param counterexample the shortest one with the fewest preemptions, or null
   */
  record Result(long executions, long states, @Nullable Counterexample counterexample) {}

  /**
   * A broken promise.
   *
   * @param timeline the steps, and where threads were interrupted
   */
  record Counterexample(Violation violation, List<String> timeline) {
    @Override
    public String toString() {
      return String.join("\n  ", timeline);
    }
  }

  /** The decisions that lead to a state, and the one to take there. */
  private static final class Branch {
    final byte[] decisions;
    final int preemptions;
    final int points;

    Branch(byte[] decisions, int preemptions, int points) {
      this.decisions = decisions;
      this.preemptions = preemptions;
      this.points = points;
    }
  }

  private final Supplier<? extends World> worlds;
  private final Bound bound;
  private final Set<Long> seen = new HashSet<>();
  private final PriorityQueue<Branch> branches =
      new PriorityQueue<>(
          Comparator.comparing((Branch each) -> each.preemptions)
              .thenComparing(each -> each.points));
  private long executions;

  private Interleavings(Supplier<? extends World> worlds, Bound bound) {
    this.worlds = worlds;
    this.bound = bound;
  }

  /** Explores the worlds of a supplier, which must be equal. */
  static Result explore(Supplier<? extends World> worlds, Bound bound) {
    return new Interleavings(worlds, bound).search();
  }

  private Result search() {
    branches.add(new Branch(new byte[0], 0, 0));
    Run shortest = null;
    while (!branches.isEmpty() && (shortest == null || mayBeShorter(branches.peek(), shortest))) {
      Run run = new Run(branches.remove(), null);
      executions++;
      run.run();
      if (run.violation != null && (shortest == null || run.isShorterThan(shortest))) {
        shortest = run;
      }
    }
    return new Result(executions, seen.size(), shortest == null ? null : shortest.counterexample());
  }

  private static boolean mayBeShorter(Branch branch, Run found) {
    return branch.preemptions < found.preemptions
        || (branch.preemptions == found.preemptions && branch.points < found.points());
  }

  /** One execution: the decisions of a branch, and then always the first option. */
  private final class Run implements ControlledThreads.Schedule {
    private final Branch branch;
    private final @Nullable List<String> timeline;
    private final ControlledThreads threads;
    private byte[] decisions;
    private int length;
    private int preemptions;
    private @Nullable Violation violation;

    Run(Branch branch, @Nullable List<String> timeline) {
      this.branch = branch;
      this.timeline = timeline;
      this.decisions = Arrays.copyOf(branch.decisions, branch.decisions.length + 32);
      this.threads = new ControlledThreads(this, bound.isFine, timeline);
    }

    void run() {
      World world = worlds.get();
      world.start(threads);
      violation = threads.run(world::end);
    }

    int points() {
      return threads.points();
    }

    boolean isShorterThan(Run other) {
      return preemptions < other.preemptions
          || (preemptions == other.preemptions && points() < other.points());
    }

    @Override
    public int choose(int options, boolean isPreemption, long state) throws Abandoned {
      int chosen = 0;
      if (length < branch.decisions.length) {
        chosen = branch.decisions[length];
      } else if (timeline == null) {
        if (!seen.add(state)) {
          throw new Abandoned();
        }
        if (!isPreemption || preemptions < bound.preemptions) {
          for (int option = 1; option < options; option++) {
            branches.add(branchTo(option, isPreemption));
          }
        }
      }
      preemptions += isPreemption && chosen > 0 ? 1 : 0;
      append(chosen);
      return chosen;
    }

    private Branch branchTo(int option, boolean isPreemption) {
      byte[] path = Arrays.copyOf(decisions, length + 1);
      path[length] = (byte) option;
      return new Branch(path, preemptions + (isPreemption ? 1 : 0), threads.points());
    }

    private void append(int decision) {
      if (length == decisions.length) {
        decisions = Arrays.copyOf(decisions, 2 * length);
      }
      decisions[length++] = (byte) decision;
    }

    /** Repeats this execution with a timeline. */
    Counterexample counterexample() {
      List<String> lines = new ArrayList<>();
      Run again = new Run(new Branch(Arrays.copyOf(decisions, length), 0, 0), lines);
      again.run();
      if (again.violation == null || !again.violation.equals(violation)) {
        throw new IllegalStateException(
            "not repeatable: " + violation + ", then " + again.violation + " " + lines);
      }
      return new Counterexample(violation, lines);
    }
  }
}
