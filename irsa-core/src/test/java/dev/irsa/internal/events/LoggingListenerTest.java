package dev.irsa.internal.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.simulation.SimulatedFailures;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the log output, which people on call read. */
final class LoggingListenerTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final LoggingListener log =
      new LoggingListener(
          RoleAndIssuer.ofRole(ROLE, SimulatedFailures.ENDPOINT),
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
        List.of(),
        false,
        null,
        null);
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
        List.of(failure),
        null,
        null);
  }

  private static CredentialsException denied() {
    return new ExchangeRejectedException(
        FailureDetails.of(
                "STS denied the role",
                "Does the role exist?\nA trust policy that allows it: {}",
                ROLE,
                URI.create("https://sts.eu-west-1.amazonaws.com/"))
            .withResponse("AccessDenied", null, ""),
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

  @Test
  void theSpareEndpointIsAWarningAndTheWayHomeIsNone() {
    linesAfter(refreshed(0));
    assertLines(
        linesAfter(
            new IrsaEvent.EndpointChanged(
                IdentitySource.WEB_IDENTITY,
                ROLE,
                NOW,
                SimulatedFailures.SPARE,
                true,
                SimulatedFailures.outage()),
            new IrsaEvent.EndpointChanged(
                IdentitySource.WEB_IDENTITY, ROLE, NOW, SimulatedFailures.ENDPOINT, false, null)),
        "WARN dev.irsa The spare endpoint of STS takes over: https://sts.eu-west-3.amazonaws.com/ is"
            + " asked first from now on. Cause: STS is down",
        "INFO dev.irsa STS at https://sts.eu-west-1.amazonaws.com/ is back, and is asked first");
  }
}
