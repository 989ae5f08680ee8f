package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.PodLab;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A modular application with the dependencies that the README names, and no others. */
class ModulePathTest {

  private static final Set<String> THIRD_PARTIES =
      Set.of("slf4j-api", "caffeine", "nimbus-jose-jwt", "reactive-streams");

  /** What comes with the SDK's optional modules only, which this project's build has. */
  private static final Set<String> OF_OTHER_MODULES = Set.of("sts");

  private static final String MAIN =
      """
      package app;

      import dev.irsa.IrsaStatus;
      import dev.irsa.sdk.v2.IrsaCredentialsProvider;
      import software.amazon.awssdk.auth.credentials.AwsCredentials;

      public final class Main {
        public static void main(String[] args) {
          try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create()) {
            AwsCredentials credentials = provider.resolveCredentials();
            IrsaStatus.State state = provider.status().state();
            var descriptor = IrsaCredentialsProvider.class.getModule().getDescriptor();
            System.out.println(
                credentials.accessKeyId() + " " + state + " " + descriptor.name() + " "
                    + descriptor.isAutomatic());
            String interceptors = "software/amazon/awssdk/global/handlers/execution.interceptors";
            System.out.println(
                "The SDK finds " + Main.class.getClassLoader().getResource(interceptors));
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void itRunsAndGetsThePodsCredentials() throws Exception {
    String errors = compile(MAIN);

    assertEquals("", errors);
    String output = run();
    String told = "ASIA\\w+ FRESH dev\\.irsa\\.sdk\\.v2 false";
    assertTrue(output.lines().anyMatch(line -> line.matches(told)), output);
    assertTrue(output.contains("The SDK finds ") && !output.contains("finds null"), output);
  }

  @Test
  void anApplicationWithoutAnSdkCompiles() throws Exception {
    String errors =
        compile(
            "dev.irsa.core",
            """
            package app;

            import dev.irsa.IrsaCredentials;
            import dev.irsa.IrsaStatus;

            final class Main {
              static IrsaStatus.State state() {
                try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
                  return irsa.status().state();
                }
              }
            }
            """);

    assertEquals("", errors);
  }

  @Test
  void internalPackagesAreInaccessible() throws Exception {
    String errors =
        compile("package app; class Main { dev.irsa.internal.adapter.SdkHandle<?> inside; }");

    assertTrue(errors.contains("dev.irsa.internal.adapter is not visible"), errors);
  }

  private String compile(String main) throws IOException {
    return compile("dev.irsa.sdk.v2", main);
  }

  private String compile(String required, String main) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources/app"));
    Path declaration = folder.resolve("sources/module-info.java");
    Files.writeString(declaration, "module app { requires " + required + "; }");
    Path program = Files.writeString(sources.resolve("Main.java"), main);
    StringWriter errors = new StringWriter();
    PrintWriter writer = new PrintWriter(errors);
    int unused =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                writer,
                writer,
                "-p",
                modulePath(),
                "-d",
                folder.resolve("app").toString(),
                declaration.toString(),
                program.toString());
    return errors.toString();
  }

  private String run() throws Exception {
    try (PodLab world = new PodLab()) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String path = folder.resolve("app") + File.pathSeparator + modulePath();
      ProcessBuilder process = new ProcessBuilder(java, "-p", path, "-m", "app/app.Main");
      process.environment().putAll(world.environment());
      Process running = process.redirectErrorStream(true).start();
      String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, running.waitFor(), output);
      return output;
    }
  }

  /**
   * Returns the modules of this project and of the SDK with their dependencies, without the rest of
   * the test's class path.
   */
  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(ModulePathTest::isOfTheApplication)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfTheApplication(Path entry) {
    String path = entry.toString().replace('\\', '/');
    String artifact = entry.getFileName().toString().replaceFirst("-\\d.*", "");
    boolean ours =
        path.matches(".*/irsa-(core|sdk-support|sdk-v2)(/target/classes|-[^/]*\\.jar)")
            && !path.endsWith("-tests.jar");
    boolean sdk = path.contains("/software/amazon/") && !OF_OTHER_MODULES.contains(artifact);
    return ours || sdk || THIRD_PARTIES.contains(artifact);
  }
}
