package dev.irsa.internal.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RefreshFailuresTest {

  private static final Deadline SEVEN_SECONDS = Deadline.in(Moments.atSeconds(1), 7 * Nanos.SECOND);

  private static final Instant NINE = Instant.parse("2026-11-24T09:00:00Z");

  private final RefreshFailures failures = new RefreshFailures(SimulatedFailures.ROLE);
  private final CredentialsException last = SimulatedFailures.outage();

  private static void assertSays(
      String text, Stage stage, Throwable cause, CredentialsException found) {
    assertEquals(text, found.getMessage());
    assertEquals(stage, assertInstanceOf(ExchangeUnavailableException.class, found).stage());
    assertSame(cause, found.getCause());
    assertEquals(SimulatedFailures.ROLE, found.roleArn());
    assertEquals(FailureKind.OUTAGE, found.failureKind());
    assertTrue(found.isRetryable());
    assertNull(found.code());
  }

  @Test
  void aSpentBudgetSaysWhenItGoesOn() {
    assertSays(
        "The budget of STS calls for this role is used up; the next one is allowed at " + NINE,
        Stage.WAITING,
        null,
        failures.budgetSpent(NINE));
    assertSays(
        "The budget of STS calls for this role is used up",
        Stage.WAITING,
        null,
        failures.budgetSpent(null));
  }

  @Test
  void aDeadlineSaysHowLongWasWaitedAndForWhat() {
    LeaseOwner owner = () -> false;
    Waiter waiter =
        Waiter.until(Deadline.in(Moments.atSeconds(9), 1500 * Nanos.MILLISECOND), owner);
    assertSays(
        "No credentials within the caller's deadline of 1500 ms, queued behind other calls to STS",
        Stage.WAITING,
        null,
        failures.waitedTooLong(waiter, true, null));
    assertSays(
        "No credentials within the caller's deadline of 1500 ms, waiting for STS",
        Stage.WAITING,
        last,
        failures.waitedTooLong(waiter, false, last));
  }

  @Test
  void anInterruptSaysSo() {
    assertSays(
        "Interrupted while waiting for credentials",
        Stage.WAITING,
        last,
        failures.interrupted(last));
  }

  @Test
  void aFreezeSaysSo() {
    assertSays(
        "The process is about to be frozen; credentials are fetched anew after it has been"
            + " restored",
        Stage.WAITING,
        null,
        failures.frozen());
  }

  @Test
  void aTimeOutSaysHowLongStsHad() {
    assertSays(
        "STS did not answer within 7000 ms",
        Stage.REQUEST,
        null,
        failures.timedOut(SEVEN_SECONDS, AttemptProgress.CALLING));
  }

  @Test
  void aTimeOutBeforeTheCallDoesNotBlameSts() {
    CredentialsException unread = failures.timedOut(SEVEN_SECONDS, AttemptProgress.RUNNING);
    assertEquals(
        "The web identity token could not be read within 7000 ms; STS was not called",
        unread.summary());
    assertEquals("Check the volume that the token file is on", unread.remedy());
    CredentialsException notRun = failures.timedOut(SEVEN_SECONDS, AttemptProgress.GRANTED);
    assertEquals("No thread ran the exchange within 7000 ms; STS was not called", notRun.summary());
    assertTrue(notRun.remedy().startsWith("If an executor was given to the builder"));
  }

  @Test
  void credentialsThatComeTooLateSayWhenTheyExpireAndByWhichClock() {
    assertSays(
        "STS answered with credentials that have already expired, at 2026-11-24T09:00:00Z; its"
            + " clock says 2026-11-24T09:00:05Z",
        Stage.ANSWER,
        null,
        failures.tooLate(NINE, NINE.plusSeconds(5)));
    assertSays(
        "STS answered with credentials that have already expired, at 2026-11-24T09:00:00Z; its"
            + " clock says 2026-11-24T09:00:00Z",
        Stage.ANSWER,
        null,
        failures.tooLate(NINE, NINE));
    assertSays(
        "STS answered with credentials that expire within a second, at"
            + " 2026-11-24T09:00:00.500Z; its clock says 2026-11-24T09:00:00Z",
        Stage.ANSWER,
        null,
        failures.tooLate(NINE.plusMillis(500), NINE));
  }

  @Test
  void whatShouldNotHappenSaysWhatItWasAndWhatToDo() {
    IllegalStateException broken = new IllegalStateException("a secret, perhaps");
    assertSays(
        "The exchange failed unexpectedly with java.lang.IllegalStateException. Report this as a"
            + " defect of irsa",
        Stage.REQUEST,
        broken,
        failures.unexpected(broken));
    RejectedExecutionException refused = new RejectedExecutionException("a secret, perhaps");
    assertSays(
        "No thread was to be had for the exchange"
            + " (java.util.concurrent.RejectedExecutionException); STS was not called. If an"
            + " executor was given to the builder, it must run what it accepts, and soon; otherwise"
            + " the process is short of threads",
        Stage.WAITING,
        refused,
        failures.notStarted(refused));
  }
}
