package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links a modular application with the core into a runtime image, and runs it in a pod. */
@Tag("comparison")
class JlinkTest {

  private static final Set<String> DEPENDENCIES =
      Set.of("slf4j-api", "caffeine", "nimbus-jose-jwt", "jspecify");

  private static final String MAIN =
      """
      package app;

      import dev.irsa.IrsaCredentials;

      public final class Main {
        public static void main(String[] args) {
          try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
            System.out.println(irsa.credentials().accessKeyId() + " " + irsa.status().state());
            System.out.println(irsa.forRole(args[0]).credentials().assumedRoleArn());
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void anImageOfAModularApplicationGetsThePodsCredentialsOverTls() throws Exception {
    Path app = compile();
    Path image = folder.resolve("image");
    tool(
        "jlink",
        "--module-path",
        app + File.pathSeparator + modulePath(),
        "--add-modules",
        "app,jdk.crypto.ec",
        "--output",
        image.toString());

    try (IrsaLab lab = IrsaLab.start();
        PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "my-sa"))) {
      String role = pod.variables().get("AWS_ROLE_ARN");
      ProcessBuilder process =
          new ProcessBuilder(
                  image.resolve("bin/java").toString(), "-Xmx32m", "-m", "app/app.Main", role)
              .redirectErrorStream(true);
      process.environment().clear();
      process.environment().putAll(pod.variables());
      process.environment().put("AWS_ENDPOINT_URL_STS", lab.sts().secureUri().toString());
      process.environment().put("AWS_CA_BUNDLE", lab.caBundle().toString());
      Process running = process.start();
      String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertEquals(0, running.waitFor(), output);
      assertTrue(output.matches("(?s).*ASIA\\w+ FRESH\n.*assumed-role/.*"), output);
      assertEquals(2, lab.requests().count(World.EXCHANGE));
    }
  }

  private Path compile() throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources/app"));
    Path module =
        Files.writeString(
            folder.resolve("sources/module-info.java"), "module app { requires dev.irsa.core; }");
    Path main = Files.writeString(sources.resolve("Main.java"), MAIN);
    Path classes = folder.resolve("classes");
    tool("javac", "-p", modulePath(), "-d", classes.toString(), module.toString(), main.toString());
    return classes;
  }

  private static void tool(String name, String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int code = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
    assertEquals(0, code, output::toString);
  }

  /** Returns the core with its dependencies, without the rest of the test's class path. */
  private static String modulePath() {
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String unix = entry.replace('\\', '/');
      String artifact = unix.substring(unix.lastIndexOf('/') + 1).replaceFirst("-\\d.*", "");
      boolean core =
          unix.matches(".*/irsa-core/target/classes|.*/irsa-core-[^/]*\\.jar")
              && !unix.endsWith("-tests.jar");
      if (core || DEPENDENCIES.contains(artifact)) {
        path.add(entry);
      }
    }
    return path.stream().distinct().collect(Collectors.joining(File.pathSeparator));
  }
}
