package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks what can be checked of the measured tables without the clients. */
final class MeasuredTableTest {

  @Test
  void eachTableHasARowForEachSituation() throws IOException {
    assertRows(AgentFaultsTest.SITUATIONS, AgentFaultsTest.TABLE);
    assertRows(PodIdentityFaultsTest.SITUATIONS, PodIdentityFaultsTest.TABLE);
  }

  private static void assertRows(List<SdkFaults.Situation> situations, MeasuredTable table)
      throws IOException {
    String page = Files.readString(Path.of(System.getProperty("irsa.test.root"), table.page()));
    int begin = page.indexOf("<!-- measured, " + table.title() + ": do not edit -->");
    List<String> shown =
        page.substring(begin, page.indexOf("<!-- end", begin))
            .lines()
            .filter(line -> line.startsWith("|"))
            .skip(2)
            .map(line -> line.substring(2, line.indexOf(" |")))
            .toList();

    assertEquals(situations.stream().map(SdkFaults.Situation::row).toList(), shown);
  }
}
