package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the command works as one jar, in the pod of an image that contains nothing else. In
 * profile comparison, since only that waits for the command to be built.
 */
@Tag("comparison")
@ExtendWith(IrsaLabExtension.class)
class OneJarTest {

  private static final Path JAR = jar("all");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static Path jar(String classifier) {
    return Path.of(
        System.getProperty("irsa.test.root"),
        "tools/irsa-cli/target",
        "irsa-cli-" + System.getProperty("irsa.test.version") + "-" + classifier + ".jar");
  }

  private static String run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    return run(JAR, 0, variables, arguments);
  }

  private static String run(
      Path jar, int exitCode, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(JAVA, "-jar", jar.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exitCode, process.waitFor(), said);
    return said;
  }

  @Test
  void theVersionIsThatOfTheBuild() throws Exception {
    assertTrue(
        run(Map.of(), "--version").contains(System.getProperty("irsa.test.version")),
        "the version is missing");
  }

  @Test
  void whoamiShowsThePodsRole(IrsaLab lab, PodEnvironment pod) throws Exception {
    int before = lab.requests().count("GetCallerIdentity");

    String said = run(pod.exports(), "whoami");

    assertTrue(said.contains("assumed-role/"), said);
    assertEquals(before + 1, lab.requests().count("GetCallerIdentity"));
  }

  /** As a newcomer does, who has built everything before. */
  @Test
  void theScriptRunsTheCommandBesideTheOtherJars() throws Exception {
    Path script = Path.of(System.getProperty("irsa.test.root"), "irsa");
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "lab", "--help").redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(Files.exists(jar("doctor")), "the doctor's jar is built");
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("--scenario"), said);
  }

  @Test
  void theDoctorAloneIsSmallEnoughToBeCopiedIntoAPod(PodEnvironment pod) throws Exception {
    Path doctor = jar("doctor");

    assertTrue(Files.size(doctor) < 4_000_000, () -> doctor + " has grown");
    String said = run(doctor, 0, pod.exports());
    assertTrue(said.contains("IRSA-10  PASS"), said);
    assertTrue(run(doctor, 2, Map.of(), "--manifest", "/nowhere").startsWith("irsa: /nowhere: "));
  }

  /** As docs/performance.md says, "Start faster". */
  @Test
  void aSecondStartTakesOurClassesFromAnArchive(PodEnvironment pod, @TempDir Path directory)
      throws Exception {
    Path archive = directory.resolve("app");
    Path loaded = directory.resolve("loaded");
    boolean hasCache = Runtime.version().feature() >= 25;
    String write = hasCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    String read = hasCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    Map<String, String> variables = new HashMap<>(pod.exports());

    variables.put("JDK_JAVA_OPTIONS", write + archive);
    run(variables, "credentials");
    variables.put("JDK_JAVA_OPTIONS", read + archive + " -Xlog:class+load:file=" + loaded);
    run(variables, "credentials");

    List<String> ours =
        Files.readAllLines(loaded).stream()
            .filter(line -> line.matches(".* dev\\.irsa\\.(?!cli\\.).*"))
            .toList();
    assertTrue(ours.size() > 150, () -> ours.size() + " classes of ours");
    assertEquals(List.of(), ours.stream().filter(line -> line.contains(".jar")).toList());
  }

  @Test
  void theCompletionIsABashScript() throws Exception {
    assertTrue(run(Map.of(), "generate-completion").contains("complete -F"), "not a completion");
  }
}
