package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks the files that only the hosting platform reads, which cannot be run here. */
class WorkflowsTest {

  private static final Path CI = Path.of(".github", "workflows", "ci.yml");

  static List<Path> files() {
    return Checkout.files(file -> file.startsWith(".github") && file.toString().endsWith(".yml"));
  }

  private static Object yaml(Path file) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(Checkout.text(file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void isYaml(Path file) {
    assertTrue(yaml(file) instanceof Map, file::toString);
  }

  @Test
  void everyStageHasAJob() {
    Matcher stages =
        Pattern.compile("(?m)^stages='(.*)'$").matcher(Checkout.text(Path.of(".ci", "run")));
    assertTrue(stages.find());
    Set<String> run = new TreeSet<>();
    Pattern.compile("\\.ci/run ([a-z_ ]+)")
        .matcher(Checkout.text(CI))
        .results()
        .forEach(job -> run.addAll(List.of(job.group(1).split(" ", -1))));

    assertEquals(new TreeSet<>(List.of(stages.group(1).split(" ", -1))), run);
  }
}
