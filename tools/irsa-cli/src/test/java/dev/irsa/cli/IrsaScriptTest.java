package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code irsa} of a checkout whose command is built, with a JVM that prints its
 * arguments.
 */
class IrsaScriptTest {
  private static final Path SCRIPT = Path.of("..", "..", "irsa");
  @TempDir private Path directory;
  private Path checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(directory.toRealPath().resolve("a checkout"));
    Files.copy(SCRIPT, checkout.resolve("irsa"));
    for (String module : new String[] {"irsa-core", "tools/irsa-cli"}) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.createFile(checkout.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(checkout.resolve("pom.xml"));
    Path jar = checkout.resolve("tools/irsa-cli/target/irsa-cli-0.1.0.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    java.toFile().setExecutable(true);
  }

  private String run(Path script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(script.toString(), "lab", "--json");
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().remove("IRSA_JAVA_OPTS");
    Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void itRunsTheCommandOfItsCheckoutThroughAnySymbolicLink() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path absolute = Files.createSymbolicLink(bin.resolve("irsa"), checkout.resolve("irsa"));
    Path relative =
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("..", "a checkout", "irsa"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("bin", "relative"));
    String expected =
        "-jar " + checkout.resolve("tools/irsa-cli/target/irsa-cli-0.1.0.jar") + " lab --json";

    assertEquals(expected, run(checkout.resolve("irsa")));
    assertEquals(expected, run(absolute));
    assertEquals(expected, run(relative));
    assertEquals(expected, run(link));
  }
}
