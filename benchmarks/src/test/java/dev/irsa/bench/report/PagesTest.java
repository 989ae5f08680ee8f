package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {

  @TempDir Path directory;

  private final ObjectNode results = new ObjectMapper().createObjectNode();

  @Test
  void aMissedTargetIsMarkedInThePageTheDocumentAndTheSummary() throws Exception {
    classes(2814);

    String page = page();
    String document = document();

    assertTrue(page.contains("<tr class=\"missed\"><td>loaded classes, core, JDK 17</td>"), page);
    assertTrue(
        document.contains("| loaded classes, core, JDK 17 | ≤ 2,450 | 2,814 | – | missed |"),
        document);
    assertTrue(
        new Pages(results)
            .summary()
            .contains("missed: loaded classes, core, JDK 17: 2,814, ≤ 2,450"));
  }

  @Test
  void aMetTargetIsMarkedAsSuch() throws Exception {
    classes(2400);

    assertTrue(page().contains("<tr class=\"met\"><td>loaded classes, core, JDK 17</td>"));
  }

  @Test
  void containerCredentialsHaveATableAndTargetsOfTheirOwn() throws Exception {
    ObjectNode cell = results.withObject("/coldstart").withArray("container").addObject();
    cell.put("jdk", 17).put("processor", "TWO").put("archive", "NONE");
    cell.withObject("/variants/irsa-core").withArray("cpuMs").add(120).add(125);
    cell.withObject("/variants/sdk-v2-newest").withArray("cpuMs").add(240).add(250);

    String page = page();

    assertTrue(
        page.contains("<h3>From the EKS Pod Identity agent, over HTTP, JDK 17, two cores</h3>"));
    assertTrue(
        document()
            .contains(
                "| CPU, core / SDK v2 newest, container credentials, JDK 17 | ≤ 0.75 × | 0.50 × |"));
  }

  @Test
  void theFirstCallOfEachApplicationHasATableAndTargets() throws Exception {
    ObjectNode cell = results.withObject("/firstcall").withArray("cells").addObject();
    cell.put("application", "DYNAMO_DB").put("jdk", 25).put("archive", "AOT");
    for (String variant : new String[] {"static", "irsa", "eager", "sdk"}) {
      int added = variant.equals("static") ? 0 : variant.equals("sdk") ? 100 : 30;
      cell.withObject("/variants/" + variant).withArray("cpuMs").add(1000 + added);
      cell.withObject("/variants/" + variant).withArray("wallMs").add(1000);
    }

    String of = "a DynamoDB client's first call, JDK 25, AOT cache";
    assertTrue(page().contains("<h3>What is added to " + of + "</h3>"));
    assertTrue(document().contains("| CPU added to " + of + " | ≤ 4.0 % | 3.0 % |"));
    assertTrue(document().contains("| CPU added / by the SDK, " + of + " | ≤ 0.50 × | 0.30 × |"));
    assertTrue(document().contains("| wall added when eager, " + of + " | ≤ 0.0 % | 0.0 % |"));
  }

  @Test
  void aHandleForEachRequestIsComparedWithOneThatIsReusedInTheSameRound() throws Exception {
    call("IrsaCoreHotPath.credentials", 20, 30);
    call("IrsaReopened.handle", 920, 1030).put("beside", "true");

    assertTrue(
        document()
            .contains(
                "| a handle for each request, beside another, added | ≤ 1,000 ns | 950 ns |"));
    assertTrue(page().contains("<td>irsa-core, a handle for each request</td>"));
  }

  private ObjectNode call(String benchmark, double... nanos) {
    ObjectNode cell = results.withObject("/calls").withArray("cells").addObject();
    cell.put("benchmark", benchmark).put("label", "");
    for (double each : nanos) {
      cell.withArray("time").add(each);
    }
    return cell;
  }

  @Test
  void withoutResultsEveryTargetIsReportedAsNotMeasured() throws Exception {
    String page = page();

    assertTrue(new Pages(results).summary().get(0).startsWith("0 targets met, 0 missed, "));
    assertFalse(page.contains("<tr class=\"met\">"));
    assertFalse(page.contains("<svg"));
  }

  @Test
  void omittedMeasurementsAreShownWithTheirReason() throws Exception {
    results
        .withObject("/coldstart")
        .withArray("omitted")
        .addObject()
        .put("what", "JDK 25")
        .put("reason", "not found: set <JDK25_HOME>");

    assertTrue(page().contains("<li>JDK 25: not found: set &lt;JDK25_HOME&gt;</li>"));
  }

  @Test
  void aChartShowsEachVariantWithItsKind() throws Exception {
    classes(2400);

    String page = page();

    assertEquals(1, count(page, "<rect class=\"ours\""));
    assertTrue(page.contains(">irsa-core</text>"));
  }

  @Test
  void thePageIsSelfContained() throws Exception {
    classes(2400);

    String page = page();

    assertFalse(page.contains("http://"), "the page must be self-contained");
    assertFalse(page.contains("https://"), "the page must be self-contained");
  }

  private void classes(int classes) {
    ObjectNode cell = results.withObject("/coldstart").withArray("cells").addObject();
    cell.put("jdk", 17).put("processor", "TWO").put("archive", "NONE");
    ObjectNode core = cell.withObject("/variants/irsa-core");
    core.put("classes", classes);
    core.withArray("cpuMs").add(500).add(510);
  }

  private String page() throws Exception {
    Path file = directory.resolve("index.html");
    new Pages(results).writeReport(file);
    return Files.readString(file);
  }

  private String document() throws Exception {
    for (String name : new String[] {"performance.md", "startup.md"}) {
      Files.writeString(directory.resolve(name), Marked.BEGIN + "\n" + Marked.END + "\n");
    }
    new Pages(results).writeDocuments(directory);
    return Files.readString(directory.resolve("performance.md"));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
