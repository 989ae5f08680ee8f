package dev.irsa.doctor.internal.classpath;

import dev.irsa.doctor.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class path of an application: the libraries that matter, and the directories. Immutable.
 *
 * @param artifacts the AWS SDKs, the frameworks and irsa itself, as far as they are there
 * @param directories directories of classes and configuration
 */
public record ClassPath(List<Artifact> artifacts, List<Path> directories) {

  /** Copies the lists. */
  public ClassPath {
    artifacts = List.copyOf(artifacts);
    directories = List.copyOf(directories);
  }

  /**
   * Scans a class path, written as {@code java -cp} takes it. Entries that do not exist are
   * ignored, as by {@code java}, unless none exists.
   *
   * @param place the name of the option, for messages
   * @throws InvalidInputException if nothing of it exists, or a jar cannot be read
   */
  public static ClassPath scan(String classPath, String place) {
    List<Path> jars = new ArrayList<>();
    List<Path> directories = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!entry.isBlank()) {
        addEntry(entry, place, jars, directories);
      }
    }
    if (jars.isEmpty() && directories.isEmpty()) {
      throw new InvalidInputException(place, "none of its entries exists", null);
    }
    List<Artifact> artifacts = new ArrayList<>();
    for (Path jar : jars) {
      try {
        artifacts.addAll(Artifact.in(jar));
      } catch (IOException e) {
        throw new InvalidInputException(place + " " + jar, "cannot be read as a jar", e);
      }
    }
    return new ClassPath(artifacts, directories);
  }

  /** Returns the class path of this JVM, as far as it can be read. */
  public static @Nullable ClassPath ofThisJvm() {
    try {
      return scan(System.getProperty("java.class.path", ""), "java.class.path");
    } catch (InvalidInputException e) {
      // On the module path, and with some launchers, there is none.
      return null;
    }
  }

  private static void addEntry(
      String entry, String place, List<Path> jars, List<Path> directories) {
    try {
      if (entry.equals("*") || entry.endsWith("/*") || entry.endsWith(File.separator + "*")) {
        Path directory = Path.of(entry.substring(0, entry.length() - 1));
        jars.addAll(jarsIn(directory));
        return;
      }
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        directories.add(path);
      } else if (Files.isRegularFile(path)) {
        jars.add(path);
      }
    } catch (InvalidPathException | IOException e) {
      throw new InvalidInputException(place + " " + entry, "cannot be read", e);
    }
  }

  private static List<Path> jarsIn(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".jar"))
          .sorted()
          .toList();
    }
  }

  /** Returns the artifacts with a name. */
  public List<Artifact> named(String name) {
    return artifacts.stream().filter(artifact -> artifact.name().equals(name)).toList();
  }

  /** Returns whether one of the artifacts is there. */
  public boolean hasAny(String... names) {
    return Stream.of(names).anyMatch(name -> !named(name).isEmpty());
  }
}
