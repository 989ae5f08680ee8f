package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests sessions of seconds, as emulators and tests grant them: all pauses are scaled down. */
class ShortSessionsTest {

  @ParameterizedTest
  @ValueSource(ints = {6, 12, 60, 300})
  void noCallFailsWhileThrottledForATwelfthOfTheLifetime(int seconds) {
    Duration life = Duration.ofSeconds(seconds);
    VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0.99).lifetime(life);
    assertEquals("ASIA1", session.key());
    session.always(VirtualSession.throttled());
    for (int step = 0; session.calls() < 2 && step < 200; step++) {
      session.advance(life.dividedBy(200));
      session.keyAtOnce();
    }
    for (int step = 0; step < 17; step++) {
      session.advance(life.dividedBy(200));
      session.keyAtOnce();
    }
    session.alwaysOk();

    for (int step = 0; step < 120; step++) {
      session.advance(life.dividedBy(200));
      session.keyAtOnce();
    }

    assertTrue(session.sts.issued >= 2, "renewed");
  }
}
