package dev.irsa.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes jars that contain nothing but what tells their version. */
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

  /** Writes an application with jars in a directory inside, not compressed, and returns it. */
  static Path writeApplication(Path directory, String inside, String... coordinates) {
    Path application = directory.resolve("application.jar");
    try {
      Files.createDirectories(directory);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(application))) {
        for (String each : coordinates) {
          Path jar = write(directory.resolve("inside"), each);
          out.putNextEntry(new JarEntry(inside + jar.getFileName()));
          out.write(Files.readAllBytes(jar));
          out.closeEntry();
        }
      }
      return application;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a jar whose manifest names others beside it, and returns it. */
  static Path writeThin(Path directory, String classPath) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path jar = directory.resolve("thin.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.finish();
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
