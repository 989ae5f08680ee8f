package dev.irsa.bench.fleet;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Contender;
import dev.irsa.simulation.Outage;
import dev.irsa.simulation.SdkV2Contender;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.VirtualSession;
import dev.irsa.simulation.VirtualSts.Probe;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    BOTH("both", 4, Duration.ofHours(2), true),
    /** SDK v2's own cache with sessions of an hour, which refreshes when it is asked. */
    SDK_V2("SDK v2", 1, null, false);

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

  /** How the first endpoint fails. */
  public enum Failure {
    /** It answers with 503. */
    ERRORS("errors at once"),
    /** It does not answer. */
    HANGS("hangs"),
    /** It does not fail: what happens without an outage. */
    NONE("none");

    private final String text;

    Failure(String text) {
      this.text = text;
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

  /** One failure for all calls: filling in its stack trace took half of the time. */
  private static final Reply DOWN = down();

  private static final Duration ROUND_TRIP = Duration.ofMillis(50);
  private static final long ASK_EVERY = 10 * Nanos.MINUTE;

  /** Its result is nobody's: an exception for a caller costs more than the rest of a call. */
  private static final CallerRequest CALL = CallerRequest.within(Duration.ofSeconds(20));

  /** How often a pod with the SDK asks, without which it does not refresh. */
  private static final long SDK_ASKS_EVERY = Nanos.MINUTE;

  /** How long the time after an outage is watched. */
  private static final long AFTERWARDS = 60 * Nanos.MINUTE;

  private final Strategy strategy;
  private final Failure failure;
  private final long from;
  private final long length;
  private final AtomicIntegerArray first;
  private final AtomicIntegerArray spare;
  private final AtomicInteger pastExpiry = new AtomicInteger();
  private final AtomicInteger withoutAfter5 = new AtomicInteger();
  private final AtomicInteger withoutAfter30 = new AtomicInteger();

  private static Reply down() {
    CredentialsException failure = SimulatedFailures.outage();
    return Reply.failing(() -> failure);
  }

  private RegionOutage(Strategy strategy, int minutes, Failure failure) {
    this.strategy = strategy;
    this.failure = failure;
    // All pods have refreshed their first sessions by then.
    this.from = 2L * strategy.hours * 60 * Nanos.MINUTE;
    this.length = minutes * Nanos.MINUTE;
    int seconds = (int) ((length + AFTERWARDS) / Nanos.SECOND) + 1;
    this.first = new AtomicIntegerArray(seconds);
    this.spare = new AtomicIntegerArray(seconds);
  }

  /**
   * Simulates an outage, on all processors. The result depends on the seed alone.
   *
   * @param pods how many run before it, which have started at any time of a session
   * @param perMinute how many more start in each minute of it
   * @param minutes how long it is
   */
  public static Result simulate(
      Strategy strategy, int pods, int perMinute, int minutes, Failure failure, long seed) {
    RegionOutage outage = new RegionOutage(strategy, minutes, failure);
    SplittableRandom all = new SplittableRandom(seed);
    List<SplittableRandom> randoms =
        Stream.generate(all::split).limit(pods + (long) perMinute * minutes).toList();
    IntStream.range(0, randoms.size())
        .parallel()
        .forEach(
            pod -> {
              SplittableRandom random = randoms.get(pod);
              double moment = random.nextDouble();
              outage.live(
                  pod < pods
                      ? (long) (moment * strategy.hours * 60 * Nanos.MINUTE)
                      : outage.from + (long) (moment * outage.length),
                  random.split());
            });
    return new Result(
        outage.pastExpiry.get(),
        outage.withoutAfter5.get(),
        outage.withoutAfter30.get(),
        array(outage.first),
        array(outage.spare),
        minutes);
  }

  private static int[] array(AtomicIntegerArray calls) {
    return IntStream.range(0, calls.length()).map(calls::get).toArray();
  }

  private void live(long start, SplittableRandom random) {
    if (strategy == Strategy.SDK_V2) {
      liveWithSdk(start, random.nextLong());
    } else {
      liveWithEngine(start, random);
    }
  }

  private void liveWithEngine(long start, SplittableRandom random) {
    Duration lifetime = Duration.ofHours(strategy.hours);
    VirtualSession pod =
        strategy.hasSpare
            ? VirtualSession.withSpare(strategy.policy(), random, lifetime, Probe.NONE)
            : new VirtualSession(strategy.policy(), random, lifetime);
    pod.sts.lifetime = lifetime;
    Reply down = failure == Failure.HANGS ? Reply.hanging() : DOWN.after(ROUND_TRIP);
    Reply up = pod.sts.ok().after(ROUND_TRIP);
    pod.sts.behave(
        () -> {
          long now = start + pod.sts.elapsed();
          count(first, now);
          boolean isDown = failure != Failure.NONE && now >= from && now < from + length;
          return isDown ? down : up;
        });
    pod.sts.behaveAtSpare(
        () -> {
          count(spare, start + pod.sts.elapsed());
          return up;
        });
    if (start >= from) {
      begin(pod);
    }
    long end = from + length + AFTERWARDS;
    for (long now = start + pod.sts.elapsed(); now < end; now = start + pod.sts.elapsed()) {
      var unused = pod.call(CALL);
      pod.advance(Duration.ofNanos(Math.min(ASK_EVERY, end - now)));
    }
    if (start < from && !pod.events(IrsaEvent.Expired.class).isEmpty()) {
      pastExpiry.incrementAndGet();
    }
  }

  /** Lets a new pod ask each second for its first credentials. */
  private void begin(VirtualSession pod) {
    for (int second = 0; second < 30; second++) {
      var unused = pod.call(CALL);
      pod.seconds(1);
      if (second == 4) {
        withoutAfter5.addAndGet(pod.session.credentials() == null ? 1 : 0);
      }
    }
    withoutAfter30.addAndGet(pod.session.credentials() == null ? 1 : 0);
  }

  /** The same with SDK v2's own cache; its times are milliseconds since the start of the pod. */
  private void liveWithSdk(long start, long seed) {
    Outage.Kind kind = failure == Failure.HANGS ? Outage.Kind.HANGS : Outage.Kind.ERRORS;
    long begins = (from - start) / Nanos.MILLISECOND;
    Outage outage =
        new Outage(kind, begins, failure == Failure.NONE ? 0 : length / Nanos.MILLISECOND);
    Contender pod = new SdkV2Contender(Duration.ofHours(strategy.hours), outage, seed);
    long end = begins + (length + AFTERWARDS) / Nanos.MILLISECOND;
    long servedAt = Long.MAX_VALUE;
    boolean hasFailed = false;
    for (long now = 0; now < end; ) {
      Contender.Got got = pod.get(now);
      hasFailed |= got.isFailure();
      servedAt = got.isFailure() ? servedAt : Math.min(servedAt, got.at());
      boolean isNew = start >= from && now < 30_000;
      now = Math.max(got.at(), now + (isNew ? Nanos.SECOND : SDK_ASKS_EVERY) / Nanos.MILLISECOND);
    }
    if (start >= from) {
      withoutAfter5.addAndGet(servedAt > 5_000 ? 1 : 0);
      withoutAfter30.addAndGet(servedAt > 30_000 ? 1 : 0);
    } else if (hasFailed) {
      pastExpiry.incrementAndGet();
    }
    pod.calls.forEach(at -> count(first, start + at * Nanos.MILLISECOND));
  }

  private void count(AtomicIntegerArray calls, long now) {
    int second = (int) ((now - from) / Nanos.SECOND);
    if (now >= from && second < calls.length()) {
      calls.incrementAndGet(second);
    }
  }
}
