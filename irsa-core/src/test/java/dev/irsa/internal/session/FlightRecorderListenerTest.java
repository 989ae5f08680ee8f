package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
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
  private static final String EVENT = "dev.irsa.Credentials";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path folder;

  private static LoggingListener log() {
    return new LoggingListener(
        Subject.ofRole(ROLE, SimulatedFailures.ENDPOINT), () -> "role", List.of(), List.of());
  }

  private static IrsaEvent refreshed() {
    return new IrsaEvent.Refreshed(
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

  private List<RecordedEvent> record(boolean enabled) throws Exception {
    Path file = folder.resolve(enabled + ".jfr");
    try (Recording recording = new Recording()) {
      if (enabled) {
        recording.enable(EVENT);
      } else {
        recording.disable(EVENT);
      }
      recording.start();
      log().accept(refreshed());
      log().accept(new IrsaEvent.Closed(IdentitySource.WEB_IDENTITY, ROLE, NOW));
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(EVENT))
        .toList();
  }

  @Test
  void theFlightRecorderGetsEachEventWithRoleAndDetails() throws Exception {
    List<RecordedEvent> events = record(true);

    assertEquals(2, events.size());
    RecordedEvent first = events.get(0);
    assertEquals(ROLE, first.getString("roleArn"));
    assertEquals("Refreshed", first.getString("what"));
    assertTrue(first.getString("details").contains("ASIAIOSFODNN7EXAMPLE"), first::toString);
    assertEquals("Closed", events.get(1).getString("what"));
    assertEquals("IRSA credentials", first.getEventType().getLabel());
    assertFalse(first.hasField("stackTrace") && first.getStackTrace() != null);
  }

  @Test
  void aRecordingWithoutTheEventReceivesNone() throws Exception {
    assertEquals(List.of(), record(false));
  }
}
