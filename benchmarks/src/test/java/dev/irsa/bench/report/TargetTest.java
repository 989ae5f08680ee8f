package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {

  @Test
  void aRatioIsComparedAtThePrecisionOfItsLimit() {
    assertFalse(Target.ofSdk(0.42, Spread.of(List.of(0.424))).isMissed());
    assertTrue(Target.ofSdk(0.42, Spread.of(List.of(0.426))).isMissed());
  }

  @Test
  void aCountOfZeroIsNotToBeExceeded() {
    assertFalse(Target.atMost(0, Unit.COUNT, Spread.of(List.of(0.0))).isMissed());
    assertTrue(Target.atMost(0, Unit.COUNT, Spread.of(List.of(1.0))).isMissed());
  }

  @Test
  void medianAndQuartilesLieBetweenTheNearestFigures() {
    assertEquals(new Spread(25, 17.5, 32.5, 4), Spread.of(List.of(40.0, 10.0, 30.0, 20.0)));
    assertNull(Spread.of(List.of(Double.NaN)));
  }

  @Test
  void ratiosAndDifferencesAreComputedByRound() {
    // In the second round the machine was ten times slower; the ratio is not affected.
    Spread ratio = Spread.ratio(List.of(1.0, 10.0, 2.0), List.of(2.0, 20.0, 4.0));

    assertEquals(new Spread(0.5, 0.5, 0.5, 3), ratio);
    assertEquals(List.of(5.0), Spread.difference(List.of(105.0), List.of(100.0, 7.0)));
  }
}
