package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks what can be checked of the measured pages without the clients. */
final class MeasuredPageTest {

  private final MeasuredPage page = MeasuredPage.POD_IDENTITY;

  @ParameterizedTest
  @EnumSource
  void eachTableHasARowForEachMeasurement(PodIdentityTable table) {
    assertEquals(table.rows(), rows(page, table));
  }

  @ParameterizedTest
  @EnumSource
  void theTableOfTheAgentHasARowForEachSituation(AgentTable table) {
    assertEquals(table.rows(), rows(MeasuredPage.AGENT, table));
  }

  private static List<String> rows(MeasuredPage of, MeasuredTable table) {
    return of.rows(table).stream().map(row -> row.substring(2, row.indexOf(" |"))).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVASCRIPT", "JAVA_V2", "JAVA_V1", "IRSA"})
  void theVersionsMeasuredAreThoseOfThisBuild(LabClient client, @TempDir Path scratch)
      throws Exception {
    String measured = client.nameAndVersion(scratch);

    assertTrue(page.versions().contains(measured), () -> "measure again with " + measured);
  }
}
