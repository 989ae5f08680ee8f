package dev.irsa.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes jars that contain nothing but their version. */
final class Jars {

  private Jars() {}

  /** Writes a jar with coordinates, as {@code group:artifact:version}, and returns it. */
  static Path write(Path directory, String coordinates) {
    String[] of = coordinates.split(":", -1);
    Path jar = directory.resolve(of[1] + "-" + of[2] + ".jar");
    try {
      Files.createDirectories(directory);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
        out.putNextEntry(new JarEntry("META-INF/maven/" + of[0] + "/" + of[1] + "/pom.properties"));
        out.write(("version=" + of[2] + "\n").getBytes(StandardCharsets.ISO_8859_1));
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
