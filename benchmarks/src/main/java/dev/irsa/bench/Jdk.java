package dev.irsa.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A measured JDK.
 *
 * @param feature 17 or 25
 * @param java its launcher
 * @param version its version text
 */
public record Jdk(int feature, String java, String version) {

  /** Returns the JDK with this feature number, or null when none is found. */
  static @Nullable Jdk find(int feature) throws IOException {
    for (Path home : candidates(feature)) {
      Path java = home.resolve("bin/java");
      if (Files.isExecutable(java)) {
        String version = version(java);
        if (version.contains("\"" + feature)) {
          return new Jdk(feature, java.toString(), version);
        }
      }
    }
    return null;
  }

  private static List<Path> candidates(int feature) throws IOException {
    List<Path> homes = new ArrayList<>();
    String named = System.getenv("JDK" + feature + "_HOME");
    if (named != null) {
      homes.add(Path.of(named));
    }
    homes.add(Path.of(System.getProperty("java.home")));
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> entries = Files.list(installed)) {
        entries
            .filter(home -> home.getFileName().toString().contains(Integer.toString(feature)))
            .sorted()
            .forEach(homes::add);
      }
    }
    return homes;
  }

  private static String version(Path java) throws IOException {
    Process process =
        new ProcessBuilder(java.toString(), "-version").redirectErrorStream(true).start();
    String[] lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
    return lines.length > 1 ? lines[0] + ", " + lines[1] : lines[0];
  }
}
