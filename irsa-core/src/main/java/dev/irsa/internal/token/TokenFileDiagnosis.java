package dev.irsa.internal.token;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Describes why a token file cannot be used. Immutable.
 *
 * @param found a description that follows the path in a sentence
 * @param remedy the likely cause and how to fix it
 */
record TokenFileDiagnosis(String found, String remedy) {

  private static final String NOT_MOUNTED =
      "the volume may still be mounting, or the pod was created without the projected token volume"
          + " that the pod identity webhook adds";

  /** Thrown if the path does not lead to a regular file. */
  private static final class NotRegularFileException extends IOException {
    private static final long serialVersionUID = 1L;

    NotRegularFileException(boolean directory) {
      super(directory ? "is a directory" : "is not a regular file (but a pipe, socket or device)");
    }
  }

  /** Returns the exception for a path that does not lead to a regular file. */
  static IOException notRegular(boolean directory) {
    return new NotRegularFileException(directory);
  }

  /** Describes an exception that occurred while the file was read. */
  static TokenFileDiagnosis describe(Path path, TokenKind kind, IOException exception) {
    if (exception instanceof NoSuchFileException) {
      return missing(path, kind);
    }
    if (exception instanceof AccessDeniedException) {
      return denied(path);
    }
    if (exception instanceof NotRegularFileException) {
      return new TokenFileDiagnosis(
          String.valueOf(exception.getMessage()),
          kind.variable() + " must name the token's file, usually " + kind.usualPath());
    }
    String reason =
        exception instanceof FileSystemLoopException
            ? "is a loop of symbolic links"
            : "cannot be read (" + exception.getClass().getSimpleName() + ")";
    return new TokenFileDiagnosis(reason, "Check the volume mount of the token");
  }

  /** Describes a file whose reading does not end. */
  static TokenFileDiagnosis hanging() {
    return new TokenFileDiagnosis(
        "could not be opened and read in time",
        "Something other than a file may have taken its place (a pipe without a writer), or its"
            + " file system hangs: check the volume mount of the token");
  }

  private static TokenFileDiagnosis missing(Path path, TokenKind kind) {
    if (Files.isSymbolicLink(path)) {
      return new TokenFileDiagnosis(
          "is a symbolic link to a file that does not exist",
          "A token volume mounted by subPath or copied elsewhere breaks when kubelet rotates it:"
              + " mount the whole directory");
    }
    Path parent = path.getParent();
    if (parent != null && !Files.exists(parent)) {
      return new TokenFileDiagnosis(
          "does not exist, nor does its directory",
          "Check " + kind.variable() + " and the volume mount: " + NOT_MOUNTED);
    }
    return new TokenFileDiagnosis(
        "does not exist", "Check " + kind.variable() + ": " + NOT_MOUNTED);
  }

  private static TokenFileDiagnosis denied(Path path) {
    return new TokenFileDiagnosis(
        "cannot be read by this process (" + access(path) + ")",
        "Set securityContext.fsGroup of the pod to a group of this process, so that kubelet gives"
            + " it the token; a volume mounted by subPath or a copied file keeps its own owner and"
            + " never rotates");
  }

  private static String access(Path path) {
    String process = "process uid " + processUid();
    try {
      PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
      return "owner "
          + attributes.owner().getName()
          + ", group "
          + attributes.group().getName()
          + ", mode "
          + PosixFilePermissions.toString(attributes.permissions())
          + ", "
          + process;
    } catch (IOException | UnsupportedOperationException e) {
      return "its directory is not accessible, " + process;
    }
  }

  /** Returns the user id of the process: the owner of {@code /proc/self}. */
  private static String processUid() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | RuntimeException e) {
      return "unknown";
    }
  }

  /** Describes invalid content. */
  static TokenFileDiagnosis content(Path path, TokenKind kind, String found) {
    return new TokenFileDiagnosis(
        found,
        (kind.isJwt()
                ? "A file that kubelet wrote contains one JWT"
                : "The file must contain the token alone, on one line")
            + "; check that "
            + kind.variable()
            + " names it"
            + (Files.isSymbolicLink(path)
                ? ""
                : ", and that it is neither a copy nor a subPath mount, which never rotate"));
  }
}
