package dev.irsa.bench.fleet;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.VirtualSession;
import dev.irsa.simulation.VirtualSts.Probe;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Simulates a fleet in virtual time while STS of its region is down: pods in the middle of their
 * sessions, and pods that start meanwhile. Each pod has its own session, and does not affect
 * others.
 */
public final class RegionOutage {

  /** What a pod does about an outage of its region. */
  public enum Strategy {
    /** Sessions of an hour, one endpoint. */
    DEFAULT("default", 1, null, false),
    /** Sessions of four hours, refreshed two hours ahead. */
    LONG_SESSIONS("4 h sessions", 4, Duration.ofHours(2), false),
    /** Sessions of an hour, a spare endpoint. */
    SPARE("spare endpoint", 1, null, true),
    /** Both. */
    BOTH("both", 4, Duration.ofHours(2), true);

    private final String text;
    private final int hours;
    private final @Nullable Duration window;
    private final boolean hasSpare;

    Strategy(String text, int hours, @Nullable Duration window, boolean hasSpare) {
      this.text = text;
      this.hours = hours;
      this.window = window;
      this.hasSpare = hasSpare;
    }

    private RefreshPolicy policy() {
      RefreshPolicy standard = RefreshPolicy.standard();
      return window == null ? standard : standard.withAdvisoryWindow(window);
    }

    /** Returns whether pods have a spare endpoint. */
    public boolean hasSpare() {
      return hasSpare;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * What an outage did.
   *
   * @param pastExpiry how many of the pods that ran before had no valid credentials for some time
   * @param withoutAfter5 how many pods that started meanwhile had none 5 s later
   * @param withoutAfter30 and 30 s later
   * @param first the calls of the first endpoint in each second since the start of the outage
   * @param spare the same of the spare endpoint
   * @param minutes how long the outage was
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares loads.
  public record Result(
      int pastExpiry,
      int withoutAfter5,
      int withoutAfter30,
      int[] first,
      int[] spare,
      int minutes) {

    /** Returns the most calls of an endpoint in a second of the outage. */
    public int peakDuring(int[] calls) {
      return new FleetLoad(calls, 0).peak(0, minutes * 60);
    }

    /** Returns the most calls of the first endpoint in a second after its return. */
    public int peakAtReturn() {
      return new FleetLoad(first, 0).peak(minutes * 60, first.length);
    }

    /** Returns the calls of an endpoint per second of the outage. */
    public double meanDuring(int[] calls) {
      double sum = 0;
      for (int second = 0; second < minutes * 60; second++) {
        sum += calls[second];
      }
      return sum / (minutes * 60);
    }
  }

  private static final Duration ROUND_TRIP = Duration.ofMillis(50);
  private static final long ASK_EVERY = 10 * Nanos.MINUTE;

  /** How long the time after an outage is watched. */
  private static final long AFTERWARDS = 60 * Nanos.MINUTE;

  private final Strategy strategy;
  private final boolean hangs;
  private final long from;
  private final long length;
  private final int[] first;
  private final int[] spare;
  private int pastExpiry;
  private int withoutAfter5;
  private int withoutAfter30;

  private RegionOutage(Strategy strategy, int minutes, boolean hangs) {
    this.strategy = strategy;
    this.hangs = hangs;
    // All pods have refreshed their first sessions by then.
    this.from = 2L * strategy.hours * 60 * Nanos.MINUTE;
    this.length = minutes * Nanos.MINUTE;
    int seconds = (int) ((length + AFTERWARDS) / Nanos.SECOND) + 1;
    this.first = new int[seconds];
    this.spare = new int[seconds];
  }

  /**
   * Simulates an outage.
   *
   * @param pods how many run before it, which have started at any time of a session
   * @param perMinute how many more start in each minute of it
   * @param minutes how long it is
   * @param hangs whether the first endpoint does not answer; otherwise it answers with 503
   */
  public static Result simulate(
      Strategy strategy, int pods, int perMinute, int minutes, boolean hangs, long seed) {
    RegionOutage outage = new RegionOutage(strategy, minutes, hangs);
    SplittableRandom all = new SplittableRandom(seed);
    for (int pod = 0; pod < pods; pod++) {
      SplittableRandom random = all.split();
      outage.live((long) (random.nextDouble() * strategy.hours * 60 * Nanos.MINUTE), random);
    }
    for (int pod = 0; pod < perMinute * minutes; pod++) {
      SplittableRandom random = all.split();
      outage.live(outage.from + (long) (random.nextDouble() * outage.length), random);
    }
    return new Result(
        outage.pastExpiry,
        outage.withoutAfter5,
        outage.withoutAfter30,
        outage.first,
        outage.spare,
        minutes);
  }

  private void live(long start, SplittableRandom random) {
    Duration lifetime = Duration.ofHours(strategy.hours);
    SplittableRandom own = random.split();
    VirtualSession pod =
        strategy.hasSpare
            ? VirtualSession.withSpare(strategy.policy(), own, lifetime, Probe.NONE)
            : new VirtualSession(strategy.policy(), own, lifetime);
    pod.sts.lifetime = lifetime;
    pod.sts.behave(
        () -> {
          long now = start + pod.sts.elapsed();
          count(first, now);
          boolean isDown = now >= from && now < from + length;
          return isDown && hangs
              ? Reply.hanging()
              : (isDown ? VirtualSession.err() : pod.sts.ok()).after(ROUND_TRIP);
        });
    pod.sts.behaveAtSpare(
        () -> {
          count(spare, start + pod.sts.elapsed());
          return pod.sts.ok().after(ROUND_TRIP);
        });
    if (start >= from) {
      begin(pod);
    }
    long end = from + length + AFTERWARDS;
    for (long now = start + pod.sts.elapsed(); now < end; now = start + pod.sts.elapsed()) {
      var unused = pod.ask();
      pod.advance(Duration.ofNanos(Math.min(ASK_EVERY, end - now)));
    }
    boolean isOld = start < from;
    pastExpiry += isOld && !pod.events(IrsaEvent.Expired.class).isEmpty() ? 1 : 0;
  }

  /** Lets a new pod ask each second for its first credentials. */
  private void begin(VirtualSession pod) {
    for (int second = 0; second < 30; second++) {
      var unused = pod.ask();
      pod.seconds(1);
      if (second == 4) {
        withoutAfter5 += pod.session.credentials() == null ? 1 : 0;
      }
    }
    withoutAfter30 += pod.session.credentials() == null ? 1 : 0;
  }

  private void count(int[] calls, long now) {
    if (now >= from) {
      calls[(int) ((now - from) / Nanos.SECOND)]++;
    }
  }
}
