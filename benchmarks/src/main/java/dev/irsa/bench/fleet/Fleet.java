package dev.irsa.bench.fleet;

import dev.irsa.internal.time.Nanos;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Simulates a fleet of pods in virtual time. Each pod has the real engine; all share one STS. It
 * responds to any number of calls, so pods do not affect each other, and one lives after the other.
 * Not thread-safe.
 */
public final class Fleet {

  private record Due(long nanos, long order, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final FleetPlan plan;
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private final int[] callsPerSecond;
  private long now;
  private long planned;

  private Fleet(FleetPlan plan) {
    this.plan = plan;
    this.callsPerSecond = new int[(int) (plan.end() / Nanos.SECOND) + 1];
  }

  /** Simulates the plan. */
  public static FleetLoad simulate(FleetPlan plan) {
    return new Fleet(plan).run();
  }

  private FleetLoad run() {
    SplittableRandom random = new SplittableRandom(plan.seed());
    int expired = 0;
    int failed = 0;
    for (int i = 0; i < plan.pods(); i++) {
      FleetPod pod = new FleetPod(this, plan, random.split());
      live(pod);
      expired += pod.hasExpired() ? 1 : 0;
      failed += pod.failedAsks();
    }
    return new FleetLoad(callsPerSecond, expired, failed);
  }

  private void live(FleetPod pod) {
    queue.clear();
    now = 0;
    pod.begin();
    for (Due due = queue.poll(); due != null && due.nanos <= plan.end(); due = queue.poll()) {
      now = due.nanos;
      due.work.run();
    }
  }

  long now() {
    return now;
  }

  void at(long nanos, Runnable work) {
    queue.add(new Due(nanos, planned++, work));
  }

  void countCall() {
    callsPerSecond[(int) (now / Nanos.SECOND)]++;
  }
}
