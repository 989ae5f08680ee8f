package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

// The tests read what a task did from its log, not from its future.
@SuppressWarnings("FutureReturnValueIgnored")
final class ManualTimePropertyTest {

  private ManualTime time = ManualTime.create();
  private Instant start = time.instant();

  @BeforeTry
  void startAnew() {
    time = ManualTime.create();
    start = time.instant();
  }

  private record Run(int task, long atMillis) {}

  @Property
  void everythingDueRunsExactlyOnceAtItsTimeInOrder(
      @ForAll @Size(max = 30) List<@IntRange(max = 50) Integer> delays,
      @ForAll @Size(max = 10) List<@IntRange(max = 15) Integer> advances) {
    var runs = new ArrayList<Run>();
    for (int task = 0; task < delays.size(); task++) {
      int number = task;
      time.scheduler()
          .schedule(
              () -> runs.add(new Run(number, millis())), delays.get(task), TimeUnit.MILLISECONDS);
    }

    advances.forEach(millis -> time.advance(Duration.ofMillis(millis)));

    long end = advances.stream().mapToInt(Integer::intValue).sum();
    var expected =
        IntStream.range(0, advances.isEmpty() ? 0 : delays.size())
            .filter(task -> delays.get(task) <= end)
            .mapToObj(task -> new Run(task, delays.get(task)))
            .sorted(Comparator.comparing(Run::atMillis).thenComparing(Run::task))
            .toList();
    assertEquals(expected, runs);
    assertEquals(delays.size() - expected.size(), time.pendingTasks());
  }

  @Property
  void splittingAnAdvanceChangesNothing(
      @ForAll @Size(max = 20) List<@IntRange(max = 50) Integer> delays,
      @ForAll @IntRange(min = 1, max = 9) int period,
      @ForAll @Size(min = 1, max = 10) List<@IntRange(max = 15) Integer> advances) {
    var whole = ManualTime.create();
    var runsOfWhole = chatter(whole, delays, period);
    var runsOfParts = chatter(time, delays, period);

    whole.advance(Duration.ofMillis(advances.stream().mapToInt(Integer::intValue).sum()));
    advances.forEach(millis -> time.advance(Duration.ofMillis(millis)));

    assertEquals(runsOfWhole, runsOfParts);
    assertEquals(whole.instant(), time.instant());
  }

  @Property
  void monotonicClockNeverRunsBackwardsEvenIfTheWallClockDoes(
      @ForAll @Size(max = 30) List<@IntRange(min = -1000, max = 1000) Integer> moves) {
    long first = time.nanoTime().getAsLong();
    long advanced = 0;
    long walled = 0;

    for (int move : moves) {
      long before = time.nanoTime().getAsLong();
      if (move % 3 == 0 && move >= 0) {
        time.advance(Duration.ofSeconds(move));
        advanced += move;
      } else {
        time.step(Duration.ofSeconds(move));
      }
      walled += move;
      assertTrue(time.nanoTime().getAsLong() - before >= 0);
    }

    assertEquals(Duration.ofSeconds(advanced).toNanos(), time.nanoTime().getAsLong() - first);
    assertEquals(start.plusSeconds(walled), time.instant());
  }

  @Property
  void cancelledTasksDoNotRunAndTheOthersDo(
      @ForAll @Size(max = 30) List<@IntRange(max = 50) Integer> delays,
      @ForAll @Size(max = 30) List<@IntRange(max = 29) Integer> cancelled) {
    var runs = new ArrayList<Integer>();
    var futures = new ArrayList<Future<?>>();
    for (int task = 0; task < delays.size(); task++) {
      int number = task;
      futures.add(
          time.scheduler()
              .schedule(() -> runs.add(number), delays.get(task), TimeUnit.MILLISECONDS));
    }

    cancelled.stream()
        .filter(task -> task < futures.size())
        .forEach(task -> futures.get(task).cancel(false));
    time.advance(Duration.ofMillis(50));

    var expected =
        IntStream.range(0, delays.size())
            .filter(task -> !cancelled.contains(task))
            .boxed()
            .toList();
    assertEquals(expected, runs.stream().sorted().toList());
    assertEquals(0, time.pendingTasks());
    assertTrue(futures.stream().allMatch(Future::isDone));
  }

  @Property
  void fixedRateRunsAtEveryMultipleOfItsPeriod(
      @ForAll @IntRange(min = 1, max = 20) int period, @ForAll @IntRange(max = 300) int span) {
    var runs = new ArrayList<Long>();
    time.scheduler()
        .scheduleAtFixedRate(() -> runs.add(millis()), 0, period, TimeUnit.MILLISECONDS);

    time.advance(Duration.ofMillis(span));

    var expected =
        IntStream.rangeClosed(0, span / period).mapToObj(n -> (long) n * period).toList();
    assertEquals(expected, runs);
  }

  private static List<String> chatter(ManualTime time, List<Integer> delays, int period) {
    var runs = new ArrayList<String>();
    var scheduler = time.scheduler();
    scheduler.scheduleAtFixedRate(
        () -> runs.add("tick " + time.instant()), period, period, TimeUnit.MILLISECONDS);
    for (int delay : delays) {
      scheduler.schedule(
          () -> {
            runs.add("task " + time.instant());
            scheduler.schedule(
                () -> runs.add("child " + time.instant()), delay, TimeUnit.MILLISECONDS);
          },
          delay,
          TimeUnit.MILLISECONDS);
    }
    return runs;
  }

  private long millis() {
    return Duration.between(start, time.instant()).toMillis();
  }
}
