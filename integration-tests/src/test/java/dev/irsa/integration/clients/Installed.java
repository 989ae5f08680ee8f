package dev.irsa.integration.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the clients installed by {@code integration-tests/setup-clients}, and what this build has
 * made. What is missing is an error.
 */
final class Installed {

  private static final String CURE = ": run integration-tests/setup-clients to install it";

  private static final Path ROOT = Path.of(System.getProperty("irsa.test.root"));
  private static final Path TARGET = ROOT.resolve("integration-tests/target");

  /** Cached after the first search. */
  private static final AtomicReference<@Nullable Path> AWS = new AtomicReference<>();

  private Installed() {}

  /** Returns the first working AWS CLI of version 2 on the PATH, or else Debian's. */
  static Path awsCli(Path scratch) throws IOException, InterruptedException {
    Path known = AWS.get();
    if (known == null) {
      known = findAwsCli(scratch);
      AWS.set(known);
    }
    return known;
  }

  private static Path findAwsCli(Path scratch) throws IOException, InterruptedException {
    List<Path> candidates = new ArrayList<>(onPath("aws"));
    candidates.add(Path.of("/usr/bin/aws"));
    for (Path candidate : candidates) {
      if (Files.isExecutable(candidate) && works(candidate, scratch)) {
        return candidate;
      }
    }
    throw new IllegalStateException("found no working AWS CLI 2 on the PATH" + CURE);
  }

  private static boolean works(Path aws, Path scratch) throws IOException, InterruptedException {
    Finished version = new Program(List.of(aws.toString(), "--version"), Map.of(), scratch).run();
    return version.succeeded() && version.out().startsWith("aws-cli/2.");
  }

  /** Returns the first Chromium, or a browser made from it, on the PATH. */
  static Path chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> onPath(name).stream())
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("found no Chromium on the PATH" + CURE));
  }

  private static List<Path> onPath(String name) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv("PATH"))
        .map(folder -> Path.of(folder, name))
        .toList();
  }

  /** Returns the jars of a version of an SDK for Java, in a project of benchmarks/peers. */
  static List<Path> sdk(String version, String project) throws IOException {
    return jars(Path.of("sdks", version, project));
  }

  /** Returns the jars of a project in integration-tests/applications. */
  static List<Path> application(String project) throws IOException {
    return jars(Path.of("applications", project));
  }

  private static List<Path> jars(Path project) throws IOException {
    try (Stream<Path> jars = Files.list(installed(TARGET.resolve(project), "jars"))) {
      return jars.sorted().toList();
    }
  }

  /** Returns the {@code java} of a JDK 25: this one, or that in JDK25_HOME or /usr/lib/jvm. */
  static Path java25() throws IOException {
    Stream.Builder<Path> homes = Stream.builder();
    if (Runtime.version().feature() >= 25) {
      homes.add(Path.of(System.getProperty("java.home")));
    }
    homes.add(Path.of(System.getenv().getOrDefault("JDK25_HOME", "")));
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(usual, "*25*")) {
        found.forEach(homes::add);
      }
    }
    return homes
        .build()
        .map(home -> home.resolve("bin/java"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException("found no JDK 25: set JDK25_HOME to the folder of one"));
  }

  /** Returns the script that runs AWS SDK for JavaScript. */
  static Path javaScript() {
    Path folder = ROOT.resolve("integration-tests/src/test/js");
    return installed(folder.resolve("node_modules"), "AWS SDK for JavaScript")
        .resolveSibling("main.mjs");
  }

  /** Returns the program that runs AWS SDK for Go. */
  static Path go() {
    return installed(TARGET.resolve("go-client"), "AWS SDK for Go");
  }

  private static Path installed(Path file, String what) {
    if (!Files.exists(file)) {
      throw new IllegalStateException("found no " + what + " in " + file + CURE);
    }
    return file;
  }

  /**
   * Returns a jar that this build has made.
   *
   * @param module the folder of its module
   * @param suffix what follows the version
   */
  static Path built(String module, String suffix) {
    String version = System.getProperty("irsa.test.version");
    Path folder = ROOT.resolve(module);
    Path jar = folder.resolve("target/" + folder.getFileName() + "-" + version + suffix + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: build with the profile comparison");
    }
    return jar;
  }

  /** Returns the option of the JVM for the agent of this build. */
  static String agent() {
    return "-javaagent:" + built("integrations/irsa-agent", "");
  }
}
