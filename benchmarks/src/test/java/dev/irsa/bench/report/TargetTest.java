package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.bench.report.Target.Unit;
import dev.irsa.bench.report.Target.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {

  @Test
  void aRatioIsComparedAtThePrecisionOfItsLimit() {
    assertEquals(Verdict.MET, target(Unit.RATIO, 0.42, 0.424).verdict());
    assertEquals(Verdict.MISSED, target(Unit.RATIO, 0.42, 0.426).verdict());
  }

  @Test
  void aCountOfZeroIsNotToBeExceeded() {
    assertEquals(Verdict.MET, target(Unit.COUNT, 0, 0).verdict());
    assertEquals(Verdict.MISSED, target(Unit.COUNT, 0, 1).verdict());
  }

  @Test
  void nothingIsAddedIfTheQuartilesIncludeNothing() {
    assertEquals(Verdict.MET, share(-0.01, 0.004, 0.02).verdict());
    assertEquals(Verdict.MISSED, share(0.002, 0.004, 0.02).verdict());
  }

  private static Target share(double... measured) {
    Spread spread = Spread.of(Arrays.stream(measured).boxed().toList());
    return new Target("part", "what", Unit.SHARE, 0, spread);
  }

  @Test
  void aFractionOfAByteIsIgnoredAsNoise() {
    assertEquals(Verdict.MET, target(Unit.BYTES, 0, 0.01).verdict());
    assertEquals(Verdict.MISSED, target(Unit.BYTES, 24, 32).verdict());
  }

  @Test
  void aMissingFigureIsNeitherMetNorMissed() {
    Target open = new Target("part", "what", Unit.RATIO, 1, null);

    assertEquals(Verdict.OPEN, open.verdict());
    assertEquals("–", open.measuredText());
  }

  private static Target target(Unit unit, double limit, double measured) {
    return new Target("part", "what", unit, limit, Spread.of(List.of(measured)));
  }
}
