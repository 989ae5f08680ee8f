package dev.irsa.cli.internal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RowsTest {

  @Test
  void intervalsThatOverlapAreOnDifferentRows() {
    Rows rows = new Rows(0);

    assertEquals(0, rows.place(0, 10));
    assertEquals(1, rows.place(5, 15));
    assertEquals(0, rows.place(10, 20));
    assertEquals(1, rows.place(15, 16));
  }

  @Test
  void aGapIsKeptBetweenTheIntervalsOfARow() {
    Rows rows = new Rows(4);

    assertEquals(0, rows.place(0, 10));
    assertEquals(1, rows.place(13, 15));
    assertEquals(0, rows.place(14, 20));
  }
}
