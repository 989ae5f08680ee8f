package dev.irsa.doctor.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.probe.LocalMachine;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The calls of an examination share nine seconds. */
class CallBudgetTest {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private Duration elapsed = Duration.ZERO;

  private final LocalMachine machine =
      new LocalMachine() {
        @Override
        public long nanoTime() {
          return elapsed.toNanos();
        }

        @Override
        public void pause(Duration time) {
          elapsed = elapsed.plus(time);
        }
      };

  private final CallBudget budget =
      new CallBudget(PodSettings.of(Map.of(), Map.of()), null, false, machine, new Secrets());

  private Duration limitAfter(Duration time) {
    elapsed = time;
    return budget.within(LIMIT);
  }

  @Test
  void aCallHasNoMoreThanTheTimeThatIsLeft() {
    assertEquals(LIMIT, limitAfter(Duration.ZERO));
    assertEquals(LIMIT, limitAfter(Duration.ofSeconds(6)));
    assertEquals(Duration.ofSeconds(2), limitAfter(Duration.ofSeconds(7)));
    assertEquals(Duration.ofMillis(100), limitAfter(Duration.ofMillis(8_950)));
    assertEquals(Duration.ofMillis(100), limitAfter(Duration.ofMinutes(1)));
  }

  @Test
  void aWaitThatTheUserAskedForStartsTheNineSecondsAnew() {
    assertEquals(Duration.ofSeconds(1), limitAfter(Duration.ofSeconds(8)));

    assertTrue(budget.pause(Duration.ofSeconds(5)));

    assertEquals(LIMIT, budget.within(LIMIT));
  }
}
