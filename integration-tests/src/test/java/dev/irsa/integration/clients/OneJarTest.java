package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  @TempDir private Path home;

  private String run(Map<String, String> variables, String... arguments) throws Exception {
    return run("-all", 0, variables, arguments);
  }

  private String run(
      String suffix, int exitCode, Map<String, String> variables, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(Program.JAVA, "-jar", Installed.built("tools/irsa-cli", suffix).toString()));
    command.addAll(List.of(arguments));
    Finished run = new Program(command, variables, home).run();
    assertEquals(exitCode, run.exitCode(), run::errors);
    return run.out() + run.errors();
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
    String script = LabProcess.ROOT.resolve("irsa").toString();
    Finished run = new Program(List.of(script, "lab", "--help"), Map.of(), home).run();
    assertTrue(Files.exists(Installed.built("tools/irsa-cli", "-doctor")));
    assertTrue(run.succeeded(), run::errors);
    assertTrue(run.out().contains("--scenario"), run::out);
  }

  @Test
  void theDoctorAloneIsSmallEnoughToBeCopiedIntoAPod(PodEnvironment pod) throws Exception {
    Path doctor = Installed.built("tools/irsa-cli", "-doctor");

    assertTrue(Files.size(doctor) < 4_000_000, () -> doctor + " has grown");
    String said = run("-doctor", 0, pod.exports());
    assertTrue(said.contains("IRSA-10  PASS"), said);
    assertTrue(
        run("-doctor", 2, Map.of(), "--manifest", "/nowhere").startsWith("irsa: /nowhere: "));
  }

  /** As docs/performance.md says, "Start faster". */
  @Test
  void aSecondStartTakesOurClassesFromAnArchive(PodEnvironment pod) throws Exception {
    Path archive = home.resolve("app");
    Path loaded = home.resolve("loaded");
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
