package dev.irsa.internal.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningExchangeTest {

  private long nanos;
  private final RunningExchange call = new RunningExchange(Duration.ofSeconds(7), () -> nanos);
  private final List<String> aborted = new ArrayList<>();

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void whatRemainsCountsFromTheCreationAndIsNotNegative() {
    assertEquals(Duration.ofSeconds(7), call.remaining());
    pass(Duration.ofSeconds(3));
    assertEquals(Duration.ofSeconds(4), call.remaining());
    pass(Duration.ofSeconds(5));
    assertEquals(Duration.ZERO, call.remaining());
  }

  @Test
  void anAbortEndsTheStepThatWasBegunLast() {
    call.begin(() -> aborted.add("first"));
    call.begin(() -> aborted.add("second"));
    assertFalse(call.isAborted());

    call.abort();

    assertEquals(List.of("second"), aborted);
    assertTrue(call.isAborted());
  }

  @Test
  void aStepOfAnAbortedCallIsAbortedAtOnce() {
    call.abort();

    call.begin(() -> aborted.add("late"));

    assertEquals(List.of("late"), aborted);
  }

  @Test
  void aPauseOfAnAbortedCallEndsAtOnce() throws Exception {
    call.abort();

    call.pause(Duration.ofDays(1));
  }

  @Test
  void theObstacleIsThatOfTheCurrentStep() {
    CredentialsException unread = SimulatedFailures.outage();
    assertNull(call.obstacle());
    call.begin(
        new RunningExchange.Step() {
          @Override
          public void abort() {}

          @Override
          public CredentialsException obstacle() {
            return unread;
          }
        });
    assertSame(unread, call.obstacle());
    call.begin(() -> {});
    assertNull(call.obstacle());
  }

  @Test
  void anInterruptEndsWithItsStep() {
    List<Boolean> interrupted = new ArrayList<>();
    InterruptibleStep<String> step =
        new InterruptibleStep<>() {
          @Override
          protected String perform() {
            interrupted.add(Thread.currentThread().isInterrupted());
            call.abort();
            interrupted.add(Thread.currentThread().isInterrupted());
            return "done";
          }
        };

    assertEquals("done", step.run(call));
    call.abort();

    assertEquals(List.of(false, true), interrupted);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void anInterruptibleStepOfAnAbortedCallBeginsInterrupted() {
    call.abort();
    InterruptibleStep<Boolean> step =
        new InterruptibleStep<>() {
          @Override
          protected Boolean perform() {
            return Thread.currentThread().isInterrupted();
          }
        };

    assertEquals(true, step.run(call));
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
