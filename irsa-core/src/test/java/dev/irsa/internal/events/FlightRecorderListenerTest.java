package dev.irsa.internal.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.identity.SessionEvents;
import dev.irsa.internal.identity.Subject;
import dev.irsa.simulation.SimulatedFailures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlightRecorderListenerTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final List<String> EVENTS = List.of("dev.irsa.Refresh", "dev.irsa.Credentials");
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path folder;

  private static LoggingListener log() {
    return new LoggingListener(
        Subject.ofRole(ROLE, SimulatedFailures.ENDPOINT), () -> "role", List.of(), List.of());
  }

  private static IrsaEvent refreshed() {
    return new SessionEvents.Refreshed(
        IdentitySource.WEB_IDENTITY,
        ROLE,
        NOW,
        "ASIAIOSFODNN7EXAMPLE",
        NOW.plusSeconds(3600),
        2,
        Duration.ofMillis(80),
        NOW,
        List.of());
  }

  private static IrsaEvent failed() {
    return new SessionEvents.RefreshFailed(
        IdentitySource.WEB_IDENTITY,
        ROLE,
        NOW,
        SimulatedFailures.denied(),
        1,
        Duration.ofMillis(30),
        null,
        true,
        List.of(SimulatedFailures.denied()));
  }

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
      log().accept(refreshed());
      log().accept(failed());
      log().accept(new SessionEvents.Closed(IdentitySource.WEB_IDENTITY, ROLE, NOW));
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
    assertEquals(2, first.getInt("calls"));
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
