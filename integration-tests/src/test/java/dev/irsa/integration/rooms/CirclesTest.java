package dev.irsa.integration.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.Pom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every module to few classes that can only be read together, and to no such packages. */
class CirclesTest {

  /** The most classes of a circle. */
  private static final int FEW = 3;

  /** The same where one subject of AWS has many classes. */
  private static final Map<String, Integer> MORE = Map.of("irsa-doctor", 5, "irsa-testkit", 5);

  static List<String> modules() {
    return Pom.modules().stream().filter(module -> Files.exists(sources(module))).toList();
  }

  private static Path sources(String module) {
    return Path.of(System.getProperty("irsa.test.root"))
        .resolve(Pom.folder(module))
        .resolve(Path.of("src", "main", "java"));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void fewClassesNameEachOtherInACircle(String module) throws IOException {
    List<Set<String>> larger =
        Circles.below(sources(module)).ofClasses().stream()
            .filter(circle -> circle.size() > MORE.getOrDefault(module, FEW))
            .toList();

    assertEquals(List.of(), larger);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void noPackagesDependOnEachOtherInACycle(String module) throws IOException {
    assertEquals(List.of(), Circles.below(sources(module)).ofPackages());
  }

  @Test
  void theModulesWithSourcesAreFound() {
    assertTrue(modules().containsAll(List.of("irsa-core", "irsa-agent", "benchmarks")));
  }

  @Test
  void aCircleIsFoundThroughImportsQualifiedNamesAndNestedClasses(@TempDir Path folder)
      throws IOException {
    write(folder, "one/First.java", "package one; import two.Second; class First { Second next; }");
    write(
        folder, "two/Second.java", "package two; class Second { void go() { three.Third.go(); } }");
    write(
        folder,
        "three/Third.java",
        "package three; import static one.First.next; class Third { static void go() {} }");
    write(folder, "one/Reader.java", "package one; class Reader { First of; /* Apart */ }");
    write(folder, "one/Apart.java", "package one; class Apart { String text = \"Reader\"; }");

    Circles circles = Circles.below(folder);

    assertEquals(List.of(Set.of("First", "Second", "Third")), circles.ofClasses());
    assertEquals(List.of(Set.of("one", "two", "three")), circles.ofPackages());
  }

  @Test
  void aNestedClassIsPartOfItsFile(@TempDir Path folder) throws IOException {
    write(folder, "one/Outer.java", "package one; class Outer { class Nested { User user; } }");
    write(folder, "one/User.java", "package one; class User { Outer.Nested nested; }");

    assertEquals(List.of(Set.of("Outer", "User")), Circles.below(folder).ofClasses());
  }

  @Test
  void aSealedTypeDoesNotNameWhatItPermits(@TempDir Path folder) throws IOException {
    write(folder, "one/Shape.java", "package one; sealed interface Shape permits Square {}");
    write(folder, "one/Square.java", "package one; final class Square implements Shape {}");

    assertEquals(List.of(), Circles.below(folder).ofClasses());
  }

  private static void write(Path folder, String file, String source) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, source);
  }
}
