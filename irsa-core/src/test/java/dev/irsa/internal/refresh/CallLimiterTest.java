package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.at;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallLimiterTest {

  private final CallLimiter budget = new CallLimiter();

  private void record(int calls, long second) {
    for (int i = 0; i < calls; i++) {
      budget.record(atSeconds(second));
    }
  }

  @Test
  void twelveCallsAMinuteThenTheOldestMustBeAMinuteOld() {
    record(1, 0);
    record(10, 5);
    assertEquals(0, budget.waitAt(atSeconds(6), false, 1));
    record(1, 7);
    assertEquals(52 * SECOND, budget.waitAt(atSeconds(8), false, 1));
    assertEquals(1, budget.waitAt(at(Duration.ofSeconds(60).minusNanos(1)), false, 1));
    assertEquals(0, budget.waitAt(atSeconds(60), false, 1));
    record(1, 60);
    assertEquals(5 * SECOND, budget.waitAt(atSeconds(60), false, 1), "the next oldest is of 5 s");
  }

  @Test
  void fifteenWhileExpired() {
    record(14, 0);
    assertEquals(60 * SECOND, budget.waitAt(atSeconds(0), false, 1));
    assertEquals(0, budget.waitAt(atSeconds(0), true, 1));
    record(1, 1);
    assertEquals(59 * SECOND, budget.waitAt(atSeconds(1), true, 1));
    assertEquals(59 * SECOND, budget.waitAt(atSeconds(1), false, 1), "the twelfth last is of 0 s");
  }

  @Test
  void theMinuteShrinksWithTheScale() {
    record(12, 0);
    assertEquals(6 * SECOND, budget.waitAt(atSeconds(0), false, 0.1));
    assertEquals(0, budget.waitAt(atSeconds(6), false, 0.1));
  }

  @Test
  void theWallClockBuysNoCalls() {
    record(12, 0);
    TimePoint stepped =
        new TimePoint(Moments.START.plusSeconds(3600).toEpochMilli(), 0, 3600 * SECOND);
    assertEquals(60 * SECOND, budget.waitAt(stepped, false, 1));
  }
}
