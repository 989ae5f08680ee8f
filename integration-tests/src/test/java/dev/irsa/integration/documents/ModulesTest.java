package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.Pom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that each module has a README and a place in docs/internals/architecture.md, and generates
 * the picture of the modules on that page from the poms.
 */
class ModulesTest {

  private static final Path PAGE = Path.of("docs", "internals", "architecture.md");
  private static final String BEGIN = "<!-- generated, modules: do not edit -->\n\n";
  private static final String END = "\n<!-- end of what is generated -->";

  static List<String> modules() {
    return Pom.modules();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleHasAReadme(String module) {
    assertTrue(Checkout.contains(Pom.folder(module).resolve("README.md")), module + " lacks a README.md");
    assertTrue(
        Checkout.text(Pom.folder(module).resolve("README.md")).startsWith("# " + module + "\n"), module);
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
    Pom.published().forEach(module -> uses.put(module, usedBy(module)));
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
    return new TreeSet<>(
        Pom.of(module)
            .texts(
                "/project/dependencies/dependency[groupId='dev.irsa'][not(scope='test')]/artifactId"));
  }
}
