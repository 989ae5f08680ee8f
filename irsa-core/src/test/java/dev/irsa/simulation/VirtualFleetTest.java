package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the load on STS by 10,000 pods that start within 30 s and have sessions of an hour. */
class VirtualFleetTest {

  private static final int PODS = 10_000;
  private static final int START = 30;
  private static final int HOUR = 3600;
  private static final Outage NONE = new Outage(Outage.Kind.ERRORS, 0, 0);

  private int expired;

  /** Returns the number of calls to STS in each second of the first hours. */
  private int[] callsPerSecond(RefreshPolicy policy, int hours, Outage outage) {
    int[] perSecond = new int[hours * HOUR + START + 1];
    SplittableRandom random = new SplittableRandom(1);
    for (int pod = 0; pod < PODS; pod++) {
      long startMillis = random.nextInt(START * 1000);
      VirtualSession session = new VirtualSession(policy, random.split());
      session.sts.behave(
          () -> {
            long millis = startMillis + session.sts.elapsed() / Nanos.MILLISECOND;
            perSecond[(int) (millis / 1000)]++;
            return outage.reply(millis, session.sts);
          });
      var unused = session.ask();
      session.advance(Duration.ofHours(hours));
      expired += session.events(IrsaEvent.Expired.class).size();
    }
    return perSecond;
  }

  private static int peak(int[] perSecond, int from, int to) {
    return IntStream.of(Arrays.copyOfRange(perSecond, from, to)).max().orElse(0);
  }

  @Test
  void thePeakAfterTheStartIsBoundedAndRemainsSo() {
    int[] calls = callsPerSecond(RefreshPolicy.standard(), 6, NONE);

    assertEquals(PODS, IntStream.of(calls).limit(START + 1).sum());
    int first = peak(calls, START + 1, HOUR);
    int later = peak(calls, HOUR, 6 * HOUR);
    assertTrue(first <= 30, "in the first wave of refreshes: " + first);
    assertTrue(later <= 30, "later: " + later);
    assertEquals(0, expired);
  }

  @Test
  void inAnOutageOf20MinNoCredentialsExpireAndItsEndCausesNoStampede() {
    long start = 2 * HOUR * 1000L;
    int[] calls =
        callsPerSecond(
            RefreshPolicy.standard(), 4, new Outage(Outage.Kind.ERRORS, start, 20 * 60_000));

    assertEquals(0, expired);
    int end = 2 * HOUR + 20 * 60;
    double during = IntStream.of(Arrays.copyOfRange(calls, 2 * HOUR, end)).average().orElseThrow();
    assertTrue(during <= 130, "calls per second during the outage: " + during);
    int recovery = peak(calls, end, 4 * HOUR);
    assertTrue(recovery <= 100, "peak after the outage: " + recovery);
  }
}
