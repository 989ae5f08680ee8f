package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
      Map<String, String> variables = new HashMap<>(pod.variables());
      variables.put("AWS_ENDPOINT_URL_STS", lab.sts().secureUri().toString());
      variables.put("AWS_CA_BUNDLE", lab.caBundle().toString());
      List<String> command =
          List.of(image.resolve("bin/java").toString(), "-Xmx32m", "-m", "app/app.Main", role);
      Finished run = new Program(command, variables, folder).run();
      assertTrue(run.succeeded(), run::errors);
      assertTrue(run.out().matches("(?s).*ASIA\\w+ FRESH\n.*assumed-role/.*"), run::out);
      assertEquals(2, lab.requests().count(SdkPod.EXCHANGE));
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
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(JlinkTest::isOfTheApplication)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfTheApplication(String entry) {
    String artifact = new File(entry).getName().replaceFirst("-\\d.*", "");
    return DEPENDENCIES.contains(artifact)
        || (entry.matches(".*/irsa-core/target/classes|.*/irsa-core-[^/]*\\.jar")
            && !entry.endsWith("-tests.jar"));
  }
}
