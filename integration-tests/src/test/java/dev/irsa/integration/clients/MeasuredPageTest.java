package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks what can be checked of the measured pages without the clients. */
final class MeasuredPageTest {

  @ParameterizedTest
  @EnumSource
  void eachTableHasARowForEachMeasurement(FaultTable table) {
    List<String> shown = table.page().rows(table);

    assertEquals(
        table.rows(), shown.stream().map(row -> row.substring(2, row.indexOf(" |"))).toList());
  }
}
