package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.Pom;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that each module has a README and a place in docs/internals/architecture.md. */
class ModulesTest {

  private static final Path PAGE = Path.of("docs", "internals", "architecture.md");

  static List<String> modules() {
    return Pom.modules();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleHasAReadme(String module) {
    assertTrue(
        Checkout.contains(Pom.folder(module).resolve("README.md")), module + " lacks a README.md");
    assertTrue(
        Checkout.text(Pom.folder(module).resolve("README.md")).startsWith("# " + module + "\n"),
        module);
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
}
