package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.simulation.Outage.Kind;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pods that start when STS begins to fail, and call for credentials until they have them. They
 * depend on each other no more than on other pods, so one lives after the other.
 */
class ColdStartTest {

  private static final int PODS = 100;
  private static final Duration STEP = Duration.ofMillis(500);
  private static final long SOON = 30_000 + STEP.toMillis();

  /** What 100 pods went through. */
  private static final class Fleet {
    int late;
    long calls;

    Fleet(Kind kind, int seconds) {
      Outage outage = new Outage(kind, 0, seconds * 1_000L);
      SplittableRandom random = new SplittableRandom(1);
      for (int pod = 0; pod < PODS; pod++) {
        live(outage, random.split());
      }
    }

    private void live(Outage outage, SplittableRandom random) {
      VirtualSession pod = new VirtualSession(RefreshPolicy.standard(), random);
      pod.sts.behave(() -> outage.reply(millis(pod), pod.sts));
      CompletableFuture<SessionCredentials> answer = pod.ask();
      while (!answer.isDone() || answer.isCompletedExceptionally()) {
        answer = answer.isDone() ? pod.ask() : answer;
        pod.advance(STEP);
      }
      late += millis(pod) > outage.end() + SOON ? 1 : 0;
      calls += pod.calls();
    }

    private static long millis(VirtualSession pod) {
      return pod.sts.elapsed() / 1_000_000;
    }
  }

  /**
   * Three attempts for each flight used the calls of a minute up within 20 s, so nobody called
   * until a minute had passed: 90 % of the pods were late after half a minute, at 13 calls each.
   */
  @ParameterizedTest
  @CsvSource({"ERRORS, 20, 7", "ERRORS, 30, 8", "ERRORS, 60, 9", "HANGS, 45, 7", "HANGS, 60, 8"})
  void podsHaveCredentialsHalfAMinuteAfterAnOutageOfTheirStart(Kind kind, int seconds, int calls) {
    Fleet fleet = new Fleet(kind, seconds);

    assertTrue(fleet.late <= PODS / 100, () -> fleet.late + " of " + PODS + " pods are late");
    assertTrue(
        fleet.calls <= (long) calls * PODS, () -> fleet.calls + " calls of " + PODS + " pods");
  }
}
