package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdvisoryWindowTest {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  private static IrsaCredentials.Builder builder(Duration window) {
    return IrsaCredentials.builder()
        .environment(Map.of())
        .policy(RefreshPolicy.standard().withAdvisoryWindow(window));
  }

  @Test
  void aWindowAsLongAsTheSessionIsRejectedByTheBuilder() {
    IrsaCredentials.Builder builder = builder(QUARTER).sessionDuration(QUARTER);

    MisconfiguredException refused = assertThrows(MisconfiguredException.class, builder::build);

    String message = refused.getMessage();
    assertTrue(message.contains("RefreshPolicy.advisoryWindow"), message);
    assertTrue(message.contains("PT15M is not shorter than the session duration"), message);
    assertEquals(1, refused.problems().size());
  }

  @Test
  void aDeadlineOutOfRangeIsRejectedWithAMessage() {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> builder.deadline(ages));
    assertTrue(refused.getMessage().contains("deadline must lie"), refused.getMessage());
  }
}
