package dev.irsa.doctor.internal.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.irsa.doctor.report.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The class path of an application: the libraries that matter, and the directories. Immutable.
 *
 * @param artifacts the AWS SDKs, the frameworks and irsa itself, as far as they are there
 * @param directories directories of classes and configuration
 * @param archives jars, which may contain configuration, too
 */
public record ClassPath(List<Artifact> artifacts, List<Path> directories, List<Path> archives) {

  /** The JDK reads any number of bytes, and prints a warning for each name that comes twice. */
  private static final int MOST_BYTES_OF_A_MANIFEST = 1 << 20;

  private static final String NAMED = "Class-Path:";

  /** Copies the lists. */
  public ClassPath {
    artifacts = List.copyOf(artifacts);
    directories = List.copyOf(directories);
    archives = List.copyOf(archives);
  }

  /**
   * Scans a class path, written as {@code java -cp} takes it. Entries that do not exist are
   * ignored, as by {@code java}, unless none exists. The jars in the manifest of a jar are scanned
   * as well.
   *
   * @param place the name of the option, for messages
   * @throws InvalidInputException if nothing of it exists, or a jar cannot be read
   */
  public static ClassPath scan(String classPath, String place) {
    Set<Path> jars = new LinkedHashSet<>();
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
    Set<Path> archives = new LinkedHashSet<>();
    for (Path jar : jars) {
      try {
        addJar(jar, artifacts, archives);
      } catch (IOException e) {
        throw new InvalidInputException(place + " " + jar, "cannot be read as a jar", e);
      }
    }
    return new ClassPath(artifacts, directories, List.copyOf(archives));
  }

  /** Returns the class path of this JVM, as far as it can be read. */
  public static @Nullable ClassPath ofThisJvm() {
    try {
      return scan(System.getProperty("java.class.path", ""), "java.class.path");
    } catch (InvalidInputException e) {
      // The property is empty on the module path, and with some launchers.
      return null;
    }
  }

  private static void addJar(Path first, List<Artifact> artifacts, Set<Path> archives)
      throws IOException {
    Deque<Path> ahead = new ArrayDeque<>(List.of(first));
    while (!ahead.isEmpty()) {
      Path jar = ahead.pop();
      if (archives.add(jar)) {
        artifacts.addAll(Artifact.in(jar));
        ahead.addAll(broughtAlong(jar));
      }
    }
  }

  /** Returns the jars that the manifest of a jar names and that exist. */
  private static List<Path> broughtAlong(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      ZipEntry manifest = file.getEntry(JarFile.MANIFEST_NAME);
      return Stream.of(manifest == null ? new String[0] : classPath(file, manifest))
          .filter(name -> name.endsWith(".jar") && !name.contains(":"))
          .map(name -> jar.toAbsolutePath().resolveSibling(name).normalize())
          .filter(Files::isRegularFile)
          .toList();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  /** Returns the class path in the main section of a manifest, which comes first. */
  private static String[] classPath(ZipFile jar, ZipEntry manifest) throws IOException {
    try (InputStream input = jar.getInputStream(manifest)) {
      String beginning = new String(input.readNBytes(MOST_BYTES_OF_A_MANIFEST), UTF_8);
      return beginning
          .replaceAll("\r?\n ", "")
          .lines()
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.regionMatches(true, 0, NAMED, 0, NAMED.length()))
          .flatMap(line -> Stream.of(line.substring(NAMED.length()).strip().split("\\s+", -1)))
          .toArray(String[]::new);
    }
  }

  private static void addEntry(String entry, String place, Set<Path> jars, List<Path> directories) {
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
          // A pipe would wait for its writer.
          .filter(Files::isRegularFile)
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
