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
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshFailuresTest {

  private static final Deadline SEVEN_SECONDS = Deadline.in(Moments.atSeconds(1), 7 * Nanos.SECOND);

  private static final Instant NINE = Instant.parse("2026-11-24T09:00:00Z");

  private final RefreshFailures failures = new RefreshFailures(SimulatedFailures.SUBJECT);
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
  void theRateLimitFailureNamesTheTimeOfTheNextCall() {
    assertSays(
        "The limit of calls to STS for "
            + SimulatedFailures.ROLE
            + " is reached; the next call is allowed at "
            + NINE,
        Stage.WAITING,
        null,
        failures.budgetSpent(NINE));
    assertSays(
        "The limit of calls to STS for " + SimulatedFailures.ROLE + " is reached",
        Stage.WAITING,
        null,
        failures.budgetSpent(null));
  }

  @Test
  void theDeadlineFailureNamesTheDurationAndTheReason() {
    Waiter waiter = Waiter.until(Deadline.in(Moments.atSeconds(9), 1500 * Nanos.MILLISECOND));
    assertSays(
        "No credentials for "
            + SimulatedFailures.ROLE
            + " within the caller's deadline of 1.5 s: queued behind other calls to STS at "
            + SimulatedFailures.ENDPOINT
            + ". Check which other calls to STS do not end",
        Stage.WAITING,
        null,
        failures.waitedTooLong(waiter, true, null, null));
    assertSays(
        "No credentials for "
            + SimulatedFailures.ROLE
            + " within the caller's deadline of 1.5 s: waiting for STS at "
            + SimulatedFailures.ENDPOINT
            + "; the last attempt failed: STS is down. Check firewalls, proxies, gateways and service"
            + " meshes between this pod and STS",
        Stage.WAITING,
        last,
        failures.waitedTooLong(waiter, false, AttemptProgress.CALLING, last));
  }

  @ParameterizedTest
  @CsvSource({
    "GRANTED, 'waiting for a thread; STS was not called. If an executor was given to the builder, it"
        + " must run promptly what it accepts; otherwise the process is short of threads'",
    "RUNNING, waiting for the token file; STS was not called. Check the volume of the token file"
  })
  void theDeadlineFailureNamesTheStageThatTheAttemptReached(
      AttemptProgress progress, String stage) {
    Waiter waiter = Waiter.until(Deadline.in(Moments.atSeconds(9), 5 * Nanos.SECOND));
    assertSays(
        "No credentials for "
            + SimulatedFailures.ROLE
            + " within the caller's deadline of 5 s: "
            + stage,
        Stage.WAITING,
        null,
        failures.waitedTooLong(waiter, false, progress, null));
  }

  @Test
  void anInterruptIsReported() {
    assertSays(
        "The thread was interrupted while it waited for credentials for " + SimulatedFailures.ROLE,
        Stage.WAITING,
        last,
        failures.interrupted(last));
  }

  @Test
  void aFreezeIsReported() {
    assertSays(
        "All credentials were dropped by forgetAll() before a process freeze; the next call fetches"
            + " new ones",
        Stage.WAITING,
        null,
        failures.frozen());
  }

  @Test
  void aTimeoutNamesItsLimit() {
    assertSays(
        "STS at "
            + SimulatedFailures.ENDPOINT
            + " did not respond within 7 s. Check firewalls, proxies, gateways and service meshes"
            + " between this pod and STS",
        Stage.REQUEST,
        null,
        failures.timedOut(SEVEN_SECONDS, AttemptProgress.CALLING));
  }

  @Test
  void aTimeoutBeforeTheCallDoesNotBlameSts() {
    CredentialsException unread = failures.timedOut(SEVEN_SECONDS, AttemptProgress.RUNNING);
    assertEquals(
        "The token file could not be read within 7 s; STS was not called", unread.summary());
    assertEquals("Check the volume of the token file", unread.remedy());
    CredentialsException notRun = failures.timedOut(SEVEN_SECONDS, AttemptProgress.GRANTED);
    assertEquals("No thread ran the exchange within 7 s; STS was not called", notRun.summary());
    assertTrue(notRun.remedy().startsWith("If an executor was given to the builder"));
  }

  @Test
  void expiredCredentialsAreReportedWithTheirExpirationAndTheTimeOfSts() {
    assertSays(
        "STS at "
            + SimulatedFailures.ENDPOINT
            + " returned credentials that have already expired, at 2026-11-24T09:00:00Z; the"
            + " time of STS is 2026-11-24T09:00:05Z",
        Stage.RESPONSE,
        null,
        failures.tooLate(NINE, NINE.plusSeconds(5)));
    assertSays(
        "STS at "
            + SimulatedFailures.ENDPOINT
            + " returned credentials that have already expired, at 2026-11-24T09:00:00Z; the"
            + " time of STS is 2026-11-24T09:00:00Z",
        Stage.RESPONSE,
        null,
        failures.tooLate(NINE, NINE));
    assertSays(
        "STS at "
            + SimulatedFailures.ENDPOINT
            + " returned credentials that expire within a second, at"
            + " 2026-11-24T09:00:00Z; the time of STS is 2026-11-24T09:00:00Z",
        Stage.RESPONSE,
        null,
        failures.tooLate(NINE.plusMillis(500), NINE));
  }

  @Test
  void unexpectedFailuresNameTheExceptionAndARemedy() {
    IllegalStateException broken = new IllegalStateException("a secret, perhaps");
    assertSays(
        "The exchange failed unexpectedly with java.lang.IllegalStateException. Report this as a"
            + " defect of irsa",
        Stage.REQUEST,
        broken,
        failures.unexpected(broken));
    RejectedExecutionException refused = new RejectedExecutionException("a secret, perhaps");
    assertSays(
        "The exchange could not get a thread"
            + " (java.util.concurrent.RejectedExecutionException); STS was not called. If an"
            + " executor was given to the builder, it must run promptly what it accepts; otherwise"
            + " the process is short of threads",
        Stage.WAITING,
        refused,
        failures.notStarted(refused));
  }
}
