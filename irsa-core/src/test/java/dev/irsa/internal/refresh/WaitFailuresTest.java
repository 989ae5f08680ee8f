package dev.irsa.internal.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts that neither {@code ErrorsPageTest} nor {@code ScenariosTest} has. */
class WaitFailuresTest {

  private static final WaitFailures FAILURES = new WaitFailures(SimulatedFailures.SUBJECT);

  /** Returns the failure of a wait of five seconds. */
  private static CredentialsException waitedFor(
      boolean isQueued, CredentialsException obstacle, CredentialsException last) {
    CallerRequest request = new CallerRequest(0, 5 * Nanos.SECOND, 0, false);
    return FAILURES.waitedTooLong(
        new WaitingCaller(
            request,
            Deadline.in(Moments.atSeconds(9), request.deadline()),
            new CompletableFuture<>()),
        isQueued,
        obstacle,
        last);
  }

  static Stream<Arguments> failures() {
    CredentialsException last = SimulatedFailures.outage();
    CredentialsException hang = FAILURES.threadsHang(8);
    CredentialsException noThread = FAILURES.withoutThread();
    Throwable defect = new IllegalStateException("a secret, perhaps");
    Deadline sevenSeconds = Deadline.in(Moments.atSeconds(1), 7 * Nanos.SECOND);
    Instant nine = Instant.parse("2026-11-24T09:00:00Z");
    return Stream.of(
        arguments(Stage.WAITING, null, waitedFor(true, null, null), "other calls to STS do not"),
        arguments(
            Stage.WAITING, null, waitedFor(true, null, null), "5 s: queued behind other calls"),
        arguments(Stage.WAITING, last, waitedFor(false, null, last), "STS is down. Ch"),
        arguments(
            Stage.WAITING,
            noThread,
            waitedFor(false, noThread, null),
            "5 s: No thread has run the exchange yet; STS was not called. The process is short of"
                + " threads"),
        arguments(
            Stage.WAITING,
            hang,
            waitedFor(true, hang, last),
            "5 s: 8 earlier attempts hang in host look-ups, in opening token files, or in suppliers"
                + " and clients of the application, and no other starts until one of them returns; STS was not called; the last attempt failed:"
                + " STS is down. Check the name resolution"),
        arguments(
            Stage.REQUEST,
            null,
            FAILURES.timedOut(sevenSeconds),
            "STS at https://sts.eu-west-1.amazonaws.com/ did not respond within 7 s. "),
        arguments(
            Stage.RESPONSE,
            null,
            FAILURES.tooLate(nine, nine.plusSeconds(5)),
            "already expired, at 2026-11-24T09:00:00Z; the time of STS is 2026-11-24T09:00:05Z"),
        arguments(Stage.RESPONSE, null, FAILURES.tooLate(nine, nine), "have already expired, at "),
        arguments(Stage.REQUEST, defect, FAILURES.unexpected(defect), "Report this as a defect"),
        arguments(
            Stage.WAITING, defect, FAILURES.notStarted(defect), "The process is short of threads"));
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("failures")
  void aFailureOfTheEngineSaysWhereItCameFromAndWhatToDo(
      Stage stage, Throwable cause, CredentialsException failure, String text) {
    assertTrue(failure.getMessage().contains(text), failure::getMessage);
    assertEquals(stage, assertInstanceOf(ExchangeUnavailableException.class, failure).stage());
    assertSame(cause, failure.getCause());
    assertEquals(SimulatedFailures.ROLE, failure.roleArn());
    assertTrue(failure.isRetryable());
  }
}
