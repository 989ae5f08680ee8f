package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.Pom;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks the files that only the hosting platform reads, which cannot be run here. */
class WorkflowsTest {

  private static final Path CI = Path.of(".github", "workflows", "ci.yml");

  @TempDir private Path directory;

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

  static List<Path> workflows() {
    return files().stream().filter(file -> file.getParent().endsWith("workflows")).toList();
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void aWorkflowMayReadAndEachJobSaysWhatElse(Path workflow) {
    assertEquals(
        Map.of("contents", "read"),
        ((Map<?, ?>) yaml(workflow)).get("permissions"),
        workflow::toString);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void aJobThatMayWriteToTheRepositoryRunsNothingOfIt(Path workflow) {
    assertEquals(
        List.of(), jobs(workflow, "contents=write", "actions/checkout"), workflow::toString);
  }

  /** Returns the jobs that contain both texts. */
  private static List<String> jobs(Path workflow, String one, String other) {
    Map<?, ?> jobs = (Map<?, ?>) ((Map<?, ?>) yaml(workflow)).get("jobs");
    return jobs.values().stream()
        .map(Object::toString)
        .filter(job -> job.contains(one) && job.contains(other))
        .toList();
  }

  /** Code that reads the secrets, such as a plugin of the build, could also sign as the project. */
  @ParameterizedTest
  @MethodSource("workflows")
  void aJobWithSecretsCannotProveItsIdentity(Path workflow) {
    assertEquals(List.of(), jobs(workflow, "id-token=write", "secrets."), workflow::toString);
  }

  /** A tag can be moved to other code; a commit cannot. */
  @ParameterizedTest
  @MethodSource("workflows")
  void everyActionIsACommitWithItsVersion(Path workflow) {
    List<String> moving =
        Pattern.compile("uses: *(.+)")
            .matcher(Checkout.text(workflow))
            .results()
            .map(use -> use.group(1))
            .filter(use -> !use.matches("[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"))
            .toList();

    assertEquals(List.of(), moving, workflow::toString);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void everyScriptThatAWorkflowRunsExists(Path workflow) {
    List<String> missing =
        Pattern.compile("\\.ci/\\w+")
            .matcher(Checkout.text(workflow))
            .results()
            .map(MatchResult::group)
            .filter(script -> !Files.isExecutable(Checkout.ROOT.resolve(script)))
            .toList();

    assertEquals(List.of(), missing, workflow::toString);
  }

  @Test
  void aReleaseIsDraftedOnlyAfterItWasPublished() {
    Map<?, ?> release = (Map<?, ?>) yaml(Path.of(".github", "workflows", "release.yml"));
    Map<?, ?> draft = (Map<?, ?>) ((Map<?, ?>) release.get("jobs")).get("draft");

    assertEquals(List.of("sigstore", "publish"), draft.get("needs"));
  }

  /** Runs {@code .ci/publish} beside a release with these checksums. Returns what it says. */
  private String failureOfPublishing(String checksums, Map<String, String> variables)
      throws Exception {
    Path checkout = Files.createTempDirectory(directory, "checkout");
    Path release = Files.createDirectories(checkout.resolve("target/release"));
    Files.createFile(release.resolve("irsa-1.0.0.zip"));
    Files.writeString(release.resolve("SHA256SUMS"), checksums);
    Path script = Files.createDirectory(checkout.resolve(".ci")).resolve("publish");
    Files.copy(Checkout.ROOT.resolve(".ci/publish"), script, StandardCopyOption.COPY_ATTRIBUTES);
    ProcessBuilder publish = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    publish.environment().keySet().removeIf(name -> name.startsWith("CENTRAL_"));
    publish.environment().putAll(variables);
    Process process = publish.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertNotEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void publishingFailsWithoutTheSecretsOrSignaturesAndIfNothingIsUploaded() throws Exception {
    Map<String, String> secrets =
        Map.of(
            "CENTRAL_USERNAME", "name",
            "CENTRAL_PASSWORD", "pass",
            "CENTRAL_URL", "http://127.0.0.1:1");

    assertEquals(
        "Nothing is published: set CENTRAL_USERNAME and CENTRAL_PASSWORD.",
        failureOfPublishing("0 irsa-core-1.0.0.jar.asc", Map.of("CENTRAL_USERNAME", "name")));
    assertTrue(failureOfPublishing("0 irsa-core-1.0.0.jar", secrets).contains("zip is not signed"));
    assertTrue(failureOfPublishing("0 irsa-core-1.0.0.jar.asc", secrets).startsWith("curl: "));
  }

  /**
   * Else its properties would try other values in each build, and in no build those of the seed.
   */
  @Test
  void everyModuleWithPropertiesHasTheSeedOfTheBuild() {
    Pattern properties = Pattern.compile("(?m)^import net\\.jqwik\\.api\\.Property;");
    Set<String> modules = new TreeSet<>();
    Checkout.files(file -> file.toString().endsWith("Test.java")).stream()
        .filter(file -> properties.matcher(Checkout.text(file)).find())
        .forEach(file -> modules.add(file.toString().replaceFirst("/src/.*", "")));
    assertTrue(modules.size() > 2, modules::toString);
    modules.remove("tools/irsa-policy"); // which it belongs to

    for (String module : modules) {
      Pom pom = new Pom(Checkout.ROOT.resolve(module).resolve("pom.xml"));
      assertEquals(
          List.of("irsa-policy"),
          pom.texts(
              "//dependency[artifactId='irsa-policy' and type='test-jar' and scope='test']/artifactId"),
          module);
    }
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
