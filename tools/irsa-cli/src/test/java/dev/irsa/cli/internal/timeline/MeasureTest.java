package dev.irsa.cli.internal.timeline;

import static dev.irsa.cli.internal.timeline.SampleTimeline.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.cli.internal.timeline.Timeline.Call.Outcome;
import dev.irsa.cli.internal.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private final SampleTimeline sample = new SampleTimeline();

  @Test
  void callsAreCountedByTheirOutcome() {
    sample.call(1, Outcome.SERVED);
    sample.call(2, Outcome.SERVED);
    sample.call(3, Outcome.OTHER_IDENTITY);
    sample.call(4, Outcome.REJECTED);
    sample.call(5, Outcome.THREW);

    assertEquals(2, value(Measure.SERVED));
    assertEquals(1, value(Measure.OTHER_IDENTITY));
    assertEquals(2, value(Measure.FAILED));
  }

  @Test
  void whatHappensAfterTheSteadyCallsDoesNotCount() {
    sample.call(16, Outcome.SERVED);
    sample.call(16, Outcome.REJECTED);
    sample.exchange(16, Result.FAILED);
    sample.waited(16, 17);

    assertEquals(0, value(Measure.SERVED));
    assertEquals(0, value(Measure.FAILED));
    assertEquals(0, value(Measure.EXCHANGES));
    assertEquals(0, value(Measure.LONGEST_WAIT));
  }

  @Test
  void onlyCallsWithoutCredentialsWhileASessionWasValidFailedWhileValid() {
    sample.session(2, 8);
    sample.call(1, Outcome.THREW);
    sample.call(2, Outcome.THREW);
    sample.call(5, Outcome.REJECTED);
    sample.call(8, Outcome.THREW);

    assertEquals(1, value(Measure.FAILED_WHILE_VALID));
  }

  @Test
  void failuresBeforeTheFirstCredentialsAndThoseOfTheNodesRoleAreToldApart() {
    sample.sessions.add(new Session(true, "ASIANODE", at(1), at(9), at(90)));
    sample.session(4, 8);
    sample.call(2, Outcome.THREW);
    sample.call(3, Outcome.REJECTED, "ASIANODE");
    sample.call(5, Outcome.THREW);
    sample.call(9, Outcome.THREW);

    assertEquals(4, value(Measure.FAILED));
    assertEquals(1, value(Measure.FAILED_BEFORE_FIRST));
    assertEquals(1, value(Measure.FAILED_AS_OTHER));
    assertEquals(1, value(Measure.FAILED_WHILE_VALID));
  }

  @Test
  void aPodIsWorseThanTheFirstOneIfItFailsMoreOrServesLess() {
    sample.call(1, Outcome.SERVED);
    SampleTimeline other = new SampleTimeline();
    other.call(1, Outcome.THREW);
    other.waited(1, 1.9);
    Timeline.Pod second = other.pod("sdk-v2");
    Timeline run = sample.of(sample.pod("irsa"), second);

    assertTrue(Measure.SERVED.isWorse(run, second));
    assertTrue(Measure.FAILED.isWorse(run, second));
    assertTrue(Measure.FIRST_SERVED.isWorse(run, second));
    assertFalse(Measure.LONGEST_WAIT.isWorse(run, second), "less than a second");
    assertFalse(Measure.EXCHANGES.isWorse(run, second), "equal");
    assertFalse(Measure.OTHER_IDENTITY.isWorse(run, second), "equal");
    for (Measure measure : Measure.values()) {
      assertFalse(measure.isWorse(run, run.pods().get(0)), measure.name());
    }
  }

  private long value(Measure measure) {
    Timeline run = sample.build();
    return measure.of(run, run.pods().get(0));
  }
}
