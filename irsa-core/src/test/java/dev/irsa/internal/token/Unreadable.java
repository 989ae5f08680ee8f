package dev.irsa.internal.token;

import dev.irsa.credentials.TokenUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Reads a file that this process is not permitted to read. Root can read all files, so root reads
 * it in a process of another user.
 */
final class Unreadable {

  private static final String NOBODY = "65534";

  private Unreadable() {}

  static String messageFor(Path path, Path folder) throws IOException, InterruptedException {
    return isRoot() ? messageForNobody(path, folder) : message(path);
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  private static String message(Path path) {
    try {
      TokenSource.file(
              path, TokenKind.WEB_IDENTITY, "arn:aws:iam::111122223333:role/cart", System::nanoTime)
          .read(Duration.ofSeconds(7));
      throw new AssertionError(path + " was read");
    } catch (TokenUnavailableException e) {
      return e.getMessage();
    }
  }

  private static String messageForNobody(Path path, Path folder)
      throws IOException, InterruptedException {
    Path shared = Files.createTempDirectory("irsa-classes");
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      copy(Path.of("target", "classes", "dev"), shared.resolve("dev"));
      copy(
          Path.of("target", "test-classes", "dev", "irsa", "internal", "token"),
          shared.resolve("dev/irsa/internal/token"));
      // The parent folder must be accessible to other users.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Process process =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=" + NOBODY,
                  "--regid=" + NOBODY,
                  "--clear-groups",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  shared.toString(),
                  Unreadable.class.getName(),
                  path.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0 || !output.contains("process uid " + NOBODY)) {
        throw new AssertionError(output);
      }
      return output;
    } finally {
      delete(shared);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path source : paths.toList()) {
        Path target = to.resolve(from.relativize(source).toString());
        if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
          Files.copy(source, target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        } else if (!Files.exists(target)) {
          Files.createDirectory(target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  public static void main(String[] arguments) {
    System.out.println(message(Path.of(arguments[0])));
  }
}
