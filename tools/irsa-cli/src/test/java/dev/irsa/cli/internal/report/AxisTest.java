package dev.irsa.cli.internal.report;

import static dev.irsa.cli.internal.timeline.SampleTimeline.START;
import static dev.irsa.cli.internal.timeline.SampleTimeline.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  private final Axis axis = new Axis(START, at(40), 100, 500);

  @Test
  void timesAreProportionalAndStayWithinTheChart() {
    assertEquals(100, axis.x(at(0)));
    assertEquals(300, axis.x(at(20)));
    assertEquals(500, axis.x(at(41)));
    assertEquals(100, axis.x(at(-1)));
    assertEquals(10, axis.width(at(0), at(1)));
    assertEquals(1, axis.width(at(1), at(1)));
  }

  @Test
  void labelsAreAsDenseAsTheSpaceAllows() {
    assertEquals(List.of(0, 10, 20, 30, 40), axis.ticks(60));
    assertEquals(List.of(0, 5, 10, 15, 20, 25, 30, 35, 40), axis.ticks(50));
  }

  @Test
  void anEmptyRunHasAnAxis() {
    Axis empty = new Axis(START, START, 0, 100);

    assertEquals(0, empty.x(START));
    assertEquals(List.of(0), empty.ticks(50));
  }
}
