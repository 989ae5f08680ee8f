package dev.irsa.testkit.kubernetes;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A directory with one file, which is replaced in the way of kubelet's atomic writer ({@code
 * pkg/volume/util}). The content is written to a directory named after the time; {@code ..data}, a
 * link to that directory, is swapped by a rename; the visible file is a link to {@code
 * ..data/<file>}; finally the previous directory is removed.
 *
 * <p>Not thread-safe, like the original.
 */
final class AtomicDirectory {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("'..'yyyy_MM_dd_HH_mm_ss'.'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path directory;
  private final Path data;
  private final Path link;
  private final Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
  private final RandomGenerator random;

  /**
   * Creates the object only; {@link #create} creates the directory.
   *
   * @param mode of the file, such as 0644
   */
  AtomicDirectory(Path directory, String file, int mode, RandomGenerator random) {
    this.directory = directory;
    this.data = directory.resolve("..data");
    this.link = directory.resolve(file);
    this.random = random;
    int bit = 0400;
    // In the order of the bits.
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & bit) != 0) {
        permissions.add(permission);
      }
      bit >>= 1;
    }
  }

  Path file() {
    return link;
  }

  void create() throws IOException {
    Files.createDirectories(directory);
  }

  /** Replaces the file, or removes it if {@code content} is null. */
  void write(byte @Nullable [] content, Instant now) throws IOException {
    var previous =
        Files.isSymbolicLink(data) ? directory.resolve(Files.readSymbolicLink(data)) : null;
    var next = newDirectory(now);
    if (content != null) {
      var file = Files.write(next.resolve(link.getFileName()), content);
      // Independent of the umask.
      Files.setPosixFilePermissions(file, permissions);
    }
    swap(next);
    if (content == null) {
      Files.deleteIfExists(link);
    } else if (!Files.isSymbolicLink(link)) {
      Files.createSymbolicLink(link, Path.of("..data").resolve(link.getFileName()));
    }
    if (previous != null) {
      deleteTree(previous);
    }
  }

  /** Removes the directory and its content. */
  void delete() throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      deleteTree(directory);
    }
  }

  private void swap(Path next) throws IOException {
    var temporary = directory.resolve("..data_tmp");
    Files.deleteIfExists(temporary);
    try {
      Files.createSymbolicLink(temporary, next.getFileName());
      Files.move(temporary, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      deleteTree(next);
      throw e;
    }
  }

  private Path newDirectory(Instant now) throws IOException {
    while (true) {
      var name =
          TIMESTAMP.format(now) + String.format(Locale.ROOT, "%09d", random.nextInt(1_000_000_000));
      try {
        var created = Files.createDirectory(directory.resolve(name));
        // Independent of the umask: group and others may enter.
        Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxr-xr-x"));
        return created;
      } catch (FileAlreadyExistsException e) {
        // The random name was already used in the same second: try another one.
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (var all = Files.walk(root)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
