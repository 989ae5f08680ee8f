package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that each module has a README and a place in docs/architecture.md, and generates the
 * picture of the modules on that page from the poms.
 */
class ModulesTest {

  private static final Path PAGE = Path.of("docs", "architecture.md");
  private static final String BEGIN = "<!-- generated, modules: do not edit -->\n\n";
  private static final String END = "\n<!-- end of what is generated -->";
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern OURS =
      Pattern.compile("<groupId>dev\\.irsa</groupId>\\s*<artifactId>([^<]+)</artifactId>");

  static Stream<String> modules() {
    return MODULE
        .matcher(Checkout.text(Path.of("pom.xml")).replaceAll("(?s)<profiles>.*", ""))
        .results()
        .map(module -> module.group(1));
  }

  /** Returns the modules whose jars are published. */
  private static Set<String> published() {
    Set<String> published = new TreeSet<>();
    OURS.matcher(Checkout.text(Path.of("irsa-bom", "pom.xml")))
        .results()
        .forEach(module -> published.add(module.group(1)));
    published.remove("irsa-bom");
    return published;
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleHasAReadme(String module) {
    assertTrue(Checkout.contains(Path.of(module, "README.md")), module + " lacks a README.md");
    assertTrue(
        Checkout.text(Path.of(module, "README.md")).startsWith("# " + module + "\n"), module);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleIsInTheTable(String module) {
    boolean listed =
        Checkout.text(PAGE)
            .lines()
            .anyMatch(line -> line.matches("\\| .*`" + module + "`.* \\|.*"));

    assertTrue(listed, () -> PAGE + " has no row for " + module);
  }

  @Test
  void thePictureShowsTheModules() throws IOException {
    String page = Checkout.text(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    assertTrue(begin > BEGIN.length() && end > begin, () -> PAGE + " lacks the marks of a picture");
    String updated = page.substring(0, begin) + picture() + page.substring(end);

    Path written = Path.of("target", "architecture.md");
    Files.writeString(written, updated);
    assertEquals(
        picture(),
        page.substring(begin, end),
        () -> PAGE + " differs from the poms; copy " + written.toAbsolutePath());
  }

  private static String picture() {
    StringBuilder picture = new StringBuilder("```mermaid\nflowchart LR\n");
    Map<String, Set<String>> uses = new TreeMap<>();
    published().forEach(module -> uses.put(module, usedBy(module)));
    uses.forEach(
        (module, used) -> {
          if (used.isEmpty()) {
            picture.append("  ").append(module).append('\n');
          }
          used.forEach(each -> picture.append("  %s --> %s\n".formatted(module, each)));
        });
    return picture.append("```\n").toString();
  }

  /** Returns the modules of ours that a module needs at run time. */
  private static Set<String> usedBy(String module) {
    Set<String> used = new TreeSet<>();
    String pom = Checkout.text(Path.of(module, "pom.xml")).replaceAll("(?s)<build>.*", "");
    List<MatchResult> dependencies = DEPENDENCY.matcher(pom).results().toList();
    for (MatchResult dependency : dependencies) {
      if (!dependency.group(1).contains("<scope>test</scope>")) {
        OURS.matcher(dependency.group(1)).results().forEach(found -> used.add(found.group(1)));
      }
    }
    return used;
  }
}
