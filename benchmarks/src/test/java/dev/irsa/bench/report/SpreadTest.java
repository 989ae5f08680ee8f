package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void medianAndQuartilesLieBetweenTheNearestFigures() {
    Spread spread = Spread.of(List.of(40.0, 10.0, 30.0, 20.0));

    assertEquals(new Spread(25, 17.5, 32.5, 4), spread);
  }

  @Test
  void oneFigureIsItsOwnSpread() {
    assertEquals(new Spread(7, 7, 7, 1), Spread.of(List.of(7.0)));
  }

  @Test
  void withoutFiguresThereIsNoSpread() {
    assertNull(Spread.of(List.of()));
    assertNull(Spread.of(MissingNode.getInstance()));
    assertNull(Spread.of(List.of(Double.NaN)));
  }

  @Test
  void ratiosAreComputedPerRound() throws Exception {
    // In the second round the machine was ten times slower; the ratio is not affected.
    Spread ratio = Spread.ratio(list("[1, 10, 2]"), list("[2, 20, 4]"));

    assertEquals(new Spread(0.5, 0.5, 0.5, 3), ratio);
  }

  @Test
  void aRoundWithOnlyOneFigureIsOmitted() throws Exception {
    assertEquals(1, Spread.ratio(list("[1, 2]"), list("[2]")).count());
    assertNull(Spread.ratio(list("[1]"), MissingNode.getInstance()));
  }

  @Test
  void theAddedCostIsAShareOfTheBase() throws Exception {
    assertEquals(0.25, Spread.added(list("[125]"), list("[100]")).median(), 1e-12);
  }

  @Test
  void theAddedCostsAreComparedByTheirDifferences() throws Exception {
    JsonNode base = list("[100, 200, 100]");
    JsonNode theirs = list("[120, 220, 120]");

    assertEquals(0.5, Spread.addedRatio(list("[110, 210, 115]"), theirs, base).median(), 1e-12);
    assertNull(Spread.addedRatio(theirs, base, base));
  }

  private static JsonNode list(String json) throws Exception {
    return new ObjectMapper().readTree(json);
  }
}
