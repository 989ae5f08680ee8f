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

  private static Waiter waiter(long millis) {
    return Waiter.of(
        new CallRequest(0, millis * Nanos.MILLISECOND, false),
        millis * Nanos.MILLISECOND,
        Moments.atSeconds(9));
  }

  private static InFlightRefresh queued() {
    InFlightRefresh flight = new InFlightRefresh(3);
    flight.request(1);
    return flight;
  }

  private static InFlightRefresh granted() {
    InFlightRefresh flight = queued();
    flight.grant(Moments.atSeconds(9), new CurrentCredentials());
    return flight;
  }

  @Test
  void theDeadlineFailureNamesTheDurationAndTheReason() {
    Waiter waiter = waiter(1500);
    InFlightRefresh calling = granted();
    assertTrue(calling.noteCall());
    assertSays(
        "No credentials for "
            + SimulatedFailures.ROLE
            + " within the caller's deadline of 1.5 s: queued behind other calls to STS at "
            + SimulatedFailures.ENDPOINT
            + ". Check which other calls to STS do not end",
        Stage.WAITING,
        null,
        failures.waitedTooLong(waiter, queued(), null, null));
    assertSays(
        "No credentials for "
            + SimulatedFailures.ROLE
            + " within the caller's deadline of 1.5 s: waiting for STS at "
            + SimulatedFailures.ENDPOINT
            + "; the last attempt failed: STS is down. Check firewalls, proxies, gateways and service"
            + " meshes between this pod and STS",
        Stage.WAITING,
        last,
        failures.waitedTooLong(waiter, calling, null, last));
  }

  @Test
  void theDeadlineFailureOfAnAttemptThatHasNotCalledStsDoesNotBlameSts() {
    assertSays(
        "No credentials for "
            + SimulatedFailures.ROLE
            + " within the caller's deadline of 5 s: waiting for a thread; STS was not called. If an"
            + " executor was given to the builder, it must run promptly what it accepts; otherwise"
            + " the process is short of threads",
        Stage.WAITING,
        null,
        failures.waitedTooLong(waiter(5000), granted(), null, null));
  }

  @Test
  void theDeadlineFailureNamesWhatKeepsTheAttemptFromItsCall() {
    CredentialsException obstacle = failures.threadsHang(8);
    assertSays(
        "No credentials for "
            + SimulatedFailures.ROLE
            + " within the caller's deadline of 5 s: 8 earlier attempts hang in host look-ups or in"
            + " opening token files, and no other starts until one of them returns; STS was not"
            + " called; the last attempt failed: STS is down. Check the name resolution of this"
            + " machine, and the volumes of the token files",
        Stage.WAITING,
        obstacle,
        failures.waitedTooLong(waiter(5000), queued(), obstacle, last));
  }

  @Test
  void aTimeoutBeforeTheCallDoesNotBlameSts() {
    CredentialsException failure = failures.timedOut(SEVEN_SECONDS, false);
    assertEquals("No thread ran the exchange within 7 s; STS was not called", failure.summary());
    assertTrue(failure.remedy().startsWith("If an executor was given to the builder"));
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
