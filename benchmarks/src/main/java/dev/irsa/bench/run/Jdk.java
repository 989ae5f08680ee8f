package dev.irsa.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A measured JDK.
 *
 * @param feature 17 or 25
 * @param java its launcher
 * @param version its version
 */
public record Jdk(int feature, String java, String version) {

  /** Returns the JDK with this feature number, or null when none is found. */
  public static @Nullable Jdk find(int feature) throws IOException {
    Path installed = Path.of("/usr/lib/jvm");
    try (Stream<Path> homes = Files.isDirectory(installed) ? Files.list(installed) : Stream.of()) {
      return Stream.concat(
              Stream.of(System.getenv("JDK" + feature + "_HOME"), System.getProperty("java.home"))
                  .flatMap(Stream::ofNullable)
                  .map(Path::of),
              homes.sorted())
          .map(home -> new Jdk(feature, home.resolve("bin/java").toString(), version(home)))
          .filter(jdk -> jdk.version.startsWith(feature + "."))
          .findFirst()
          .orElse(null);
    }
  }

  private static String version(Path home) {
    Properties release = new Properties();
    try (var file = Files.newBufferedReader(home.resolve("release"))) {
      release.load(file);
    } catch (IOException notJdk) {
      return "";
    }
    return release.getProperty("JAVA_VERSION", "").replace("\"", "");
  }
}
