package dev.irsa.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file with the token, which only this user can read (mode 0600). Thread-safe. */
final class TokenFile implements AutoCloseable {

  private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final byte[] content;
  private final @Nullable Path directory;

  private TokenFile(Path path, byte[] content, @Nullable Path directory) {
    this.path = path;
    this.content = content;
    this.directory = directory;
  }

  /**
   * Writes the file.
   *
   * @param file the path, or null for a file in a new directory
   * @throws FileSystemException if it cannot be written; the message names it
   */
  static TokenFile write(@Nullable Path file, String token) throws FileSystemException {
    byte[] content = token.getBytes(StandardCharsets.US_ASCII);
    Path named = file == null ? Path.of(System.getProperty("java.io.tmpdir")) : file;
    try {
      return file == null ? inNewDirectory(content) : at(file.toAbsolutePath(), content);
    } catch (IOException | UnsupportedOperationException e) {
      FileSystemException failure =
          new FileSystemException(
              named.toAbsolutePath().toString(),
              null,
              "the token file cannot be written here ("
                  + reason(e)
                  + "); name a file in a directory that this user can write");
      failure.initCause(e);
      throw failure;
    }
  }

  private static String reason(Exception failure) {
    if (failure instanceof NoSuchFileException) {
      return "its directory does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = failure instanceof FileSystemException file ? file.getReason() : null;
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }

  private static TokenFile inNewDirectory(byte[] content) throws IOException {
    Path directory =
        Files.createTempDirectory(
                "irsa-serve",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
            .toAbsolutePath();
    Path path = directory.resolve("token");
    replace(path, directory, content);
    return new TokenFile(path, content, directory);
  }

  private static TokenFile at(Path path, byte[] content) throws IOException {
    Path directory = path.getParent();
    if (directory == null || Files.isDirectory(path)) {
      throw new FileSystemException(path.toString(), null, "it is a directory");
    }
    replace(path, directory, content);
    return new TokenFile(path, content, null);
  }

  /**
   * Writes a new file and moves it to its place, so that the token is never in a file that existed
   * before: it could be readable by others, or a link.
   */
  private static void replace(Path path, Path directory, byte[] content) throws IOException {
    Path written = Files.createTempFile(directory, ".irsa-serve", null, OWN_FILE);
    try {
      Files.write(written, content);
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /** Deletes the file, unless another server has replaced it. */
  @Override
  public void close() {
    try {
      if (Arrays.equals(Files.readAllBytes(path), content)) {
        Files.delete(path);
      }
      if (directory != null) {
        Files.delete(directory);
      }
    } catch (IOException e) {
      // It is gone, or in a directory that became read-only. The token is useless from now on.
    }
  }
}
