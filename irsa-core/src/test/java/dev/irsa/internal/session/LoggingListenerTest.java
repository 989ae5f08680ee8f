package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.fake.CapturedLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads: one warning for each change for the worse. */
final class LoggingListenerTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final LoggingListener log =
      new LoggingListener(List.of("Tokens go to a strange place", "And more"));

  private List<String> linesAfter(IrsaEvent... events) {
    try (CapturedLogs captured = CapturedLogs.open()) {
      for (IrsaEvent event : events) {
        log.accept(event);
      }
      return captured.lines().stream().filter(line -> line.contains(" dev.irsa ")).toList();
    }
  }

  private static IrsaEvent refreshed() {
    return new IrsaEvent.Refreshed(
        ROLE, NOW, "ASIAIOSFODNN7EXAMPLE", NOW.plusSeconds(3600), 1, Duration.ofMillis(80), NOW);
  }

  private static IrsaEvent failed(boolean credentialsValid) {
    return new IrsaEvent.RefreshFailed(
        ROLE,
        NOW,
        new TokenUnavailableException(
            Path.of("/var/run/token"), "does not exist", "", ROLE, AttemptInfo.NONE, null),
        1,
        NOW.plusSeconds(5),
        credentialsValid);
  }

  @Test
  void whatSurprisesInTheConfigurationIsSaidOnceBeforeTheFirstEvent() {
    List<String> first = linesAfter(refreshed());
    List<String> later = linesAfter(refreshed());

    assertEquals(3, first.size(), first::toString);
    assertTrue(
        first.get(0).startsWith("WARN dev.irsa Tokens go to a strange place"), first::toString);
    assertTrue(first.get(1).startsWith("WARN dev.irsa And more"), first::toString);
    assertTrue(first.get(2).startsWith("DEBUG dev.irsa Credentials"), first::toString);
    assertEquals(1, later.size(), later::toString);
  }

  @Test
  void eachChangeIsSaidOnceAndWhatRepeatsIsForDebugging() {
    linesAfter(refreshed());

    List<String> lines = linesAfter(failed(true), failed(false), refreshed(), refreshed());

    assertEquals(4, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("WARN "), lines::toString);
    assertTrue(lines.get(0).contains("callers are served from valid credentials"), lines::toString);
    assertTrue(lines.get(1).startsWith("DEBUG "), lines::toString);
    assertTrue(lines.get(1).contains("there are no valid credentials"), lines::toString);
    assertTrue(lines.get(2).startsWith("INFO "), lines::toString);
    assertTrue(lines.get(3).startsWith("DEBUG "), lines::toString);
  }

  @Test
  void expiredCredentialsThatAreNotServedFailCallers() {
    String line = lastLineAfter(new IrsaEvent.Expired(ROLE, NOW, null));

    assertTrue(line.startsWith("WARN "), line);
    assertTrue(line.contains("callers fail until STS answers"), line);
  }

  @Test
  void expiredCredentialsThatAreServedNeverthelessAreNotCalledAFailureOfCallers() {
    String line = lastLineAfter(new IrsaEvent.Expired(ROLE, NOW, NOW.plusSeconds(3600)));

    assertTrue(line.startsWith("WARN "), line);
    assertFalse(line.contains("callers fail"), line);
    assertTrue(
        line.contains("callers get the expired ones until 2026-11-24T13:00:00Z (static stability)"),
        line);
  }

  private String lastLineAfter(IrsaEvent event) {
    List<String> lines = linesAfter(event);
    return lines.get(lines.size() - 1);
  }
}
