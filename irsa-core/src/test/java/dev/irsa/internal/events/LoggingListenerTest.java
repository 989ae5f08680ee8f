package dev.irsa.internal.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.Subject;
import dev.irsa.simulation.SimulatedFailures;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the log output, which people on call read. */
final class LoggingListenerTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final List<String> EVENTS = List.of("dev.irsa.Refresh", "dev.irsa.Credentials");

  @TempDir Path folder;

  private final LoggingListener log =
      new LoggingListener(
          Subject.ofRole(ROLE, SimulatedFailures.ENDPOINT),
          () -> "role cart (AWS_ROLE_ARN), session irsa-cart-0, region eu-west-1",
          List.of(),
          List.of("Tokens go to a strange place", "And more"));

  private List<String> linesAfter(IrsaEvent... events) {
    try (CapturedLogs captured = CapturedLogs.open()) {
      for (IrsaEvent event : events) {
        log.accept(event);
      }
      return captured.lines().stream().filter(line -> line.contains(" dev.irsa ")).toList();
    }
  }

  private static IrsaEvent refreshed(long second) {
    Instant at = NOW.plusSeconds(second);
    return new IrsaEvent.Refreshed(
        IdentitySource.WEB_IDENTITY,
        ROLE,
        at,
        false,
        "ASIAIOSFODNN7EXAMPLE",
        at.plusSeconds(3600),
        at.plusSeconds(2700),
        1,
        Duration.ofMillis(80),
        List.of());
  }

  private static IrsaEvent failed(long second, boolean valid, CredentialsException failure) {
    Instant at = NOW.plusSeconds(second);
    return new IrsaEvent.RefreshFailed(
        IdentitySource.WEB_IDENTITY,
        ROLE,
        at,
        failure,
        at.plusSeconds(5),
        valid,
        1,
        Duration.ofMillis(80),
        List.of(failure));
  }

  private static CredentialsException denied() {
    return new ExchangeRejectedException(
        FailureDetails.of(
                "STS denied the role",
                "Does the role exist?\nA trust policy that allows it: {}",
                ROLE,
                URI.create("https://sts.eu-west-1.amazonaws.com/"))
            .withResponse("AccessDenied", null),
        FailureKind.DENIED,
        403);
  }

  private static CredentialsException outage() {
    return SimulatedFailures.outage();
  }

  private void assertLines(List<String> lines, String... beginnings) {
    assertEquals(beginnings.length, lines.size(), lines::toString);
    for (int i = 0; i < beginnings.length; i++) {
      String line = lines.get(i);
      assertTrue(line.startsWith(beginnings[i]), () -> line + "\nof " + lines);
    }
  }

  @Test
  void configurationWarningsAreLoggedOnceBeforeTheFirstEvent() {
    assertLines(
        linesAfter(refreshed(0)),
        "WARN dev.irsa Tokens go to a strange place",
        "WARN dev.irsa And more",
        "INFO dev.irsa Using role cart (AWS_ROLE_ARN), session irsa-cart-0, region eu-west-1;"
            + " valid until 2026-11-24T13:00:00Z");
  }

  @Test
  void theFirstFailureIsAWarningAndTheSameOneAgainIsNot() {
    linesAfter(refreshed(0));
    List<String> lines =
        linesAfter(failed(10, true, outage()), failed(20, true, outage()), refreshed(70));
    assertLines(
        lines,
        "WARN dev.irsa Refreshing "
            + ROLE
            + " failed; the current credentials are still valid;"
            + " next attempt in 5 s (2026-11-24T12:00:15Z). Cause: STS is down",
        "DEBUG dev.irsa Refreshing " + ROLE + " failed again",
        "INFO dev.irsa Credentials for " + ROLE + " recovered after 1 min; valid until");
  }

  @Test
  void itIsAWarningAgainAfterTenMinutesAndWhenTheCauseChanges() {
    linesAfter(refreshed(0));
    assertLines(
        linesAfter(
            failed(10, true, outage()),
            failed(609, true, outage()),
            failed(610, true, outage()),
            failed(620, true, denied()),
            failed(630, true, denied())),
        "WARN ",
        "DEBUG ",
        "WARN ",
        "WARN ",
        "DEBUG ");
  }

  @Test
  void expiredCredentialsAreAnErrorWithTheLastCause() {
    linesAfter(refreshed(0));
    assertLines(
        linesAfter(
            failed(3500, true, outage()),
            new IrsaEvent.Expired(IdentitySource.WEB_IDENTITY, ROLE, NOW.plusSeconds(3600), null),
            failed(3600, false, outage()),
            failed(4199, false, outage()),
            failed(4210, false, denied())),
        "WARN ",
        "ERROR dev.irsa The credentials for "
            + ROLE
            + " expired before they could be refreshed;"
            + " callers fail until STS responds. Cause: STS is down",
        "DEBUG ",
        "DEBUG ",
        "ERROR dev.irsa There are no credentials for "
            + ROLE
            + "; next attempt not before 2026-11-24T13:10:15Z");
  }

  @Test
  void theWholeRemedyIsLoggedWithTheCause() {
    List<String> lines = linesAfter(failed(0, false, denied()));
    String all = String.join("\n", lines);
    assertTrue(all.contains("Does the role exist?\nA trust policy that allows it: {}"), all);
  }

  @Test
  void aClockOffsetIsLoggedWithItsDirection() {
    linesAfter(refreshed(0));
    assertLines(
        linesAfter(
            new IrsaEvent.ClockOffset(
                IdentitySource.WEB_IDENTITY, ROLE, NOW, Duration.ofMinutes(-3)),
            new IrsaEvent.ClockOffset(
                IdentitySource.WEB_IDENTITY, ROLE, NOW, Duration.ofMinutes(3))),
        "WARN dev.irsa The clock of STS is 3 min behind the local clock;",
        "WARN dev.irsa The clock of STS is 3 min ahead of the local clock;");
  }

  // The flight recorder.

  private List<RecordedEvent> record(boolean enabled) throws Exception {
    Path file = folder.resolve(enabled + ".jfr");
    try (Recording recording = new Recording()) {
      for (String event : EVENTS) {
        if (enabled) {
          recording.enable(event);
        } else {
          recording.disable(event);
        }
      }
      recording.start();
      log.accept(refreshed(0));
      log.accept(failed(0, true, SimulatedFailures.denied()));
      log.accept(new IrsaEvent.Closed(IdentitySource.WEB_IDENTITY, ROLE, NOW));
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> EVENTS.contains(event.getEventType().getName()))
        .toList();
  }

  @Test
  void refreshesAreRecordedWithOutcomeCallsAndCauseAndOtherEventsWithDetails() throws Exception {
    List<RecordedEvent> events = record(true);

    assertEquals(3, events.size());
    RecordedEvent first = events.get(0);
    assertEquals("dev.irsa.Refresh", first.getEventType().getName());
    assertEquals(ROLE, first.getString("roleArn"));
    assertEquals("success", first.getString("outcome"));
    assertEquals(1, first.getInt("calls"));
    assertEquals(Duration.ofMillis(80), first.getDuration("elapsed"));
    assertFalse(first.hasField("stackTrace") && first.getStackTrace() != null);
    RecordedEvent second = events.get(1);
    assertEquals("failure", second.getString("outcome"));
    assertEquals("DENIED", second.getString("failureKind"));
    assertEquals("AccessDenied", second.getString("failureCode"));
    RecordedEvent closed = events.get(2);
    assertEquals("dev.irsa.Credentials", closed.getEventType().getName());
    assertEquals("Closed", closed.getString("what"));
    assertTrue(closed.getString("details").contains(ROLE), closed::toString);
    assertEquals("IRSA credentials", closed.getEventType().getLabel());
  }

  @Test
  void aRecordingWithoutTheEventReceivesNone() throws Exception {
    assertEquals(List.of(), record(false));
  }
}
