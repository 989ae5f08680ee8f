package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks which classes use the parts of an exchange, which the core exports to the doctor only. */
final class RoomsTest {

  /** The proxy is a setting, too. */
  private static final Pattern PART =
      Pattern.compile(
          "import dev\\.irsa\\.internal\\.(container|exchange|http|sigv4|sts|time)\\.(?!HttpProxy;)");

  @Test
  void onlyTheProbeMakesCallsOfItsOwn() throws IOException {
    Set<String> using = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (PART.matcher(Files.readString(file)).find()) {
          using.add(String.valueOf(file.getParent().getFileName()));
        }
      }
    }

    assertEquals(Set.of("probe"), using);
  }
}
