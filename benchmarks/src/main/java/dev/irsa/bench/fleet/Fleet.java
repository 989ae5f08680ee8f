package dev.irsa.bench.fleet;

import dev.irsa.internal.time.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Simulates a fleet of pods in virtual time. Each pod has the real engine; all share one STS. Not
 * thread-safe.
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
    List<FleetPod> pods = new ArrayList<>(plan.pods());
    for (int i = 0; i < plan.pods(); i++) {
      FleetPod pod = new FleetPod(this, plan, random.split());
      pods.add(pod);
      pod.begin();
    }
    for (Due due = queue.poll(); due != null && due.nanos <= plan.end(); due = queue.poll()) {
      now = due.nanos;
      due.work.run();
    }
    int expired = 0;
    int failed = 0;
    for (FleetPod pod : pods) {
      expired += pod.hasExpired() ? 1 : 0;
      failed += pod.failedAsks();
    }
    return new FleetLoad(callsPerSecond, expired, failed);
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
