package dev.irsa.internal.concurrent;

import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.ThreadlessTimer;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReschedulableTimerTest {

  private final ManualTime time = ManualTime.create();
  private final List<String> woken = new ArrayList<>();
  private final ReschedulableTimer wakeUp =
      new ReschedulableTimer(
          time.nanoTime(), OpenExecutors.timer(time.scheduler()), () -> woken.add("wake-up"));

  private void assertPlannedIn(long seconds) {
    assertEquals(1, time.pendingTasks());
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), time.nextDueIn());
  }

  @Test
  void wakesAtTheScheduledTime() {
    wakeUp.plan(10 * SECOND);
    assertPlannedIn(10);
    time.advance(Duration.ofSeconds(9));
    assertEquals(List.of(), woken);
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("wake-up"), woken);
  }

  @Test
  void aWakeUpThatFailsIsRepeatedEverySecondUntilItIsReplaced() {
    List<String> tried = new ArrayList<>();
    var failing =
        new ReschedulableTimer(
            time.nanoTime(),
            OpenExecutors.timer(time.scheduler()),
            () -> {
              tried.add("wake-up");
              throw new OutOfMemoryError("as told");
            });
    failing.plan(10 * SECOND);

    time.advance(Duration.ofSeconds(12));

    assertEquals(3, tried.size());
    failing.plan(Long.MAX_VALUE);
    assertEquals(0, time.pendingTasks());
  }

  @Test
  void theWakeUpStaysIfItsReplacementHasNoThread() {
    ThreadlessTimer troubled = new ThreadlessTimer(time.scheduler());
    troubled.noThreads = false;
    var another =
        new ReschedulableTimer(
            time.nanoTime(), OpenExecutors.timer(troubled.get()), () -> woken.add("wake-up"));
    another.plan(10 * SECOND);
    troubled.noThreads = true;

    assertThrows(InternalError.class, () -> another.plan(5 * SECOND));

    assertPlannedIn(10);
  }

  @Test
  void wakeUpsAreComparedByTimeAndNotByDelay() {
    wakeUp.plan(10 * SECOND);
    time.advance(Duration.ofSeconds(4));
    wakeUp.plan(7 * SECOND);
    assertPlannedIn(6);
    wakeUp.plan(5 * SECOND);
    assertPlannedIn(5);
  }

  @Test
  void aWakeUpWithoutAThreadIsScheduledAgain() {
    ThreadlessTimer troubled = new ThreadlessTimer(time.scheduler());
    var another =
        new ReschedulableTimer(
            time.nanoTime(), OpenExecutors.timer(troubled.get()), () -> woken.add("wake-up"));
    assertThrows(InternalError.class, () -> another.plan(10 * SECOND));

    troubled.noThreads = false;
    another.plan(20 * SECOND);

    assertPlannedIn(20);
  }
}
