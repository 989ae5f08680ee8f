package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the versions that pages name as tested are those of the build. */
class VersionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/adopting.md"})
  void everyTestedVersionOfTheSdksIsNamed(String page) {
    String text = Page.of(page).text();

    for (String version : System.getProperty("irsa.test.sdk.versions").split(" ", -1)) {
      assertTrue(text.contains(version), () -> page + " does not name SDK " + version);
    }
  }

  @Test
  void theComparisonNamesTheSdksThatItMeasures() {
    String[] versions = System.getProperty("irsa.test.sdk.versions").split(" ", -1);
    String measured = "SDK for Java " + versions[1] + " and " + versions[2] + ",";

    assertTrue(Page.of("docs/performance.md").text().contains(measured), measured);
  }

  @Test
  void everyVersionOfTheTableIsThatOfAPom() {
    String poms =
        Checkout.files(file -> file.endsWith("pom.xml")).stream()
            .map(Checkout::text)
            .collect(Collectors.joining());
    String table =
        Page.of("docs/adopting.md")
            .text()
            .lines()
            .filter(line -> line.matches("\\| \\[.*\\]\\(.*#.*\\) \\|.*"))
            .map(line -> line.split(" \\| ", -1)[1])
            .collect(Collectors.joining("\n"));
    List<String> unknown =
        Pattern.compile("\\d+\\.\\d+[\\d.-]*\\d(\\.RELEASE)?")
            .matcher(table)
            .results()
            .map(version -> version.group())
            .filter(version -> !poms.contains(">" + version + "<"))
            .toList();

    assertTrue(table.lines().count() > 10, table);
    assertEquals(List.of(), unknown);
  }
}
