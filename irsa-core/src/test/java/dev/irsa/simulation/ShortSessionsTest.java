package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  @ParameterizedTest
  @EnumSource(names = {"OUTAGE", "THROTTLED", "DENIED", "TOKEN"})
  void aTenthOfTheLifetimeIsPlayedTenTimesAsFast(FailureKind failing) {
    assertEquals(played(Duration.ofSeconds(1), failing), played(Duration.ofMillis(100), failing));
  }

  /** Returns what a session of 900 steps does in each of them, and when it calls STS. */
  private static List<String> played(Duration step, FailureKind failing) {
    VirtualSession session =
        new VirtualSession(RefreshPolicy.standard(), 0.5).lifetime(step.multipliedBy(900));
    Instant start = session.time.instant();
    session.sts.claims =
        new JwtClaims("issuer", "pod", List.of("sts"), start, start.plus(step.multipliedBy(2_400)));
    List<String> played = new ArrayList<>();
    for (int at = 0; at < 6_000; at++) {
      boolean isWell = at < 100 || (at > 2_000 && at < 4_000);
      session.always(
          isWell ? session.sts.ok() : Reply.failing(() -> SimulatedFailures.of(failing)));
      // So that callers wait for a replacement as long as they do at most.
      session.delay(step.multipliedBy(isWell && at > 3_000 ? 4 : 0));
      if (at == 3_990) {
        session.time.suspend(step.multipliedBy(870));
      }
      // At last nobody asks any more.
      CompletableFuture<SessionCredentials> asked = at < 4_100 ? session.ask() : null;
      session.advance(Duration.ZERO);
      played.add(asked == null ? "-" : asked.handle((got, no) -> got != null).getNow(null) + "");
      if (isWell && at % 25 == 0) {
        session.invalidate("ASIA" + session.sts.issued);
      }
      if (isWell && at % 40 == 5) {
        var unused =
            session.call(
                CallerRequest.within(step.multipliedBy(5)).lasting(step.multipliedBy(950)));
      }
      session.advance(step);
    }
    double thousandths = step.toNanos() / 1_000.0;
    session.sts.exchanges.forEach(
        call -> played.add("call at " + Math.round(call.startedNanos / thousandths)));
    session.events.forEach(event -> played.add(event.getClass().getSimpleName()));
    played.add(session.sts.looks + " looks");
    return played;
  }
}
