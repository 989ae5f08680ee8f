package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code irsa serve} as a process of a pod, with third-party clients in further processes, which
 * run the lines that it prints.
 */
@Tag("comparison")
@TestInstance(Lifecycle.PER_CLASS)
final class ServeTest {

  private static final String EXCHANGE = "AssumeRoleWithWebIdentity";
  private static final int LINES = 3;
  private static final int SIGTERM = 143;
  private static final Path JAR =
      LabRun.ROOT.resolve(
          "irsa-cli/target/irsa-cli-" + System.getProperty("irsa.test.version") + "-all.jar");

  private final IrsaLab lab = IrsaLab.start();
  private final ServiceAccount account = lab.createServiceAccount("default", "my-sa");
  private final PodEnvironment pod = lab.startPod(account);

  private Path home;
  private Serving serving;

  /**
   * The process that serves.
   *
   * @param printed what it printed for clients
   */
  private record Serving(Process process, List<String> printed) {

    static Serving start(Map<String, String> environment, Path home) throws IOException {
      List<String> command =
          List.of(Program.JAVA, "-XX:TieredStopAtLevel=1", "-jar", JAR.toString(), "serve");
      Process process =
          new Program(command, environment, home)
              .process()
              .redirectError(home.resolve("serve-errors.txt").toFile())
              .start();
      BufferedReader out = process.inputReader();
      List<String> printed = new ArrayList<>();
      for (int i = 0; i < LINES; i++) {
        printed.add(String.valueOf(out.readLine()));
      }
      return new Serving(process, printed);
    }

    Path tokenFile() {
      return Path.of(
          printed.get(LINES - 1).replace("export AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=", ""));
    }

    int terminate() throws InterruptedException {
      process.destroy();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
      return process.exitValue();
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    home = directory;
    serving = Serving.start(pod.exports(), home);
  }

  @AfterAll
  void close() {
    serving.process().destroy();
    lab.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA_V1", "JAVA_V2"})
  void givesThePodsRoleToSdksForJava(LabClient client) throws Exception {
    assertServed(client);
  }

  @ParameterizedTest
  @EnumSource(names = {"AWS_CLI", "JAVASCRIPT", "IRSA"})
  void givesThePodsRoleToOtherClients(LabClient client) throws Exception {
    assertServed(client);
  }

  private void assertServed(LabClient client) throws Exception {
    Finished run = run(client);

    assertTrue(run.succeeded(), run::errors);
    assertEquals(lab.roleOf(account).sessionArn("irsa-" + pod.name()), run.out().strip());
    assertEquals(1, lab.requests().count(EXCHANGE), "the client called STS for credentials");
  }

  private Finished run(LabClient client) throws Exception {
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add("-c");
    command.add(String.join("\n", serving.printed()) + "\nexec \"$@\"");
    command.add("sh");
    command.addAll(client.command(Operation.parse("whoami"), home));
    Path empty = Files.createTempDirectory(home, "home");
    return new Program(command, client.reach().environment(lab, pod), empty).run();
  }

  @Test
  void aSignalEndsItAndRemovesTheTokenFile() throws Exception {
    Serving other = Serving.start(pod.exports(), home);
    assertTrue(Files.exists(other.tokenFile()), () -> "no file " + other.tokenFile());

    assertEquals(SIGTERM, other.terminate());

    assertFalse(Files.exists(other.tokenFile()), "the token file is left");
    assertFalse(Files.exists(other.tokenFile().getParent()), "its directory is left");
    assertEquals(List.of(), linesWith("\tat "));
  }

  private List<String> linesWith(String part) {
    try {
      return Files.readAllLines(home.resolve("serve-errors.txt")).stream()
          .filter(line -> line.contains(part))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
