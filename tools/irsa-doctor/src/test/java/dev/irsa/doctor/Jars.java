package dev.irsa.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes jars that contain nothing but what tells their version. */
final class Jars {

  private Jars() {}

  /**
   * Writes a jar.
   *
   * @param directory where to write it
   * @param group the Maven group
   * @param artifact the Maven artifact
   */
  static Path write(Path directory, String group, String artifact, String version) {
    return write(
        directory.resolve(artifact + "-" + version + ".jar"),
        "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
        "version=" + version + "\ngroupId=" + group + "\nartifactId=" + artifact + "\n");
  }

  private static Path write(Path jar, String entry, String text) {
    try {
      Files.createDirectories(jar.getParent());
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
        out.putNextEntry(new JarEntry(entry));
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a jar with a class, which is empty. */
  static Path withClass(Path jar, String name) {
    return write(jar, name.replace('.', '/') + ".class", "");
  }

  /** Writes a jar of AWS SDK for Java 2.x. */
  static Path sdk2(Path directory, String artifact, String version) {
    return write(directory, "software.amazon.awssdk", artifact, version);
  }

  /** Writes a jar of AWS SDK for Java 1.x. */
  static Path sdk1(Path directory, String artifact, String version) {
    return write(directory, "com.amazonaws", artifact, version);
  }
}
