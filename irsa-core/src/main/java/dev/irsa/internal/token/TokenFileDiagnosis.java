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
 * What is wrong with a token file. Immutable.
 *
 * @param found what was found, to follow the path in a sentence
 * @param remedy the likely cause and what to do
 */
record TokenFileDiagnosis(String found, String remedy) {

  private static final String FIRST_MINUTES =
      "the volume may still be mounting, or the pod was created without the projected token volume"
          + " that the pod identity webhook adds";

  static TokenFileDiagnosis describe(Path path, IOException fault) {
    if (fault instanceof NoSuchFileException) {
      return missing(path);
    }
    if (fault instanceof AccessDeniedException) {
      return denied(path);
    }
    if (fault instanceof NotRegularException) {
      return new TokenFileDiagnosis(
          String.valueOf(fault.getMessage()),
          "AWS_WEB_IDENTITY_TOKEN_FILE must name the token's file, usually"
              + " /var/run/secrets/eks.amazonaws.com/serviceaccount/token");
    }
    if (fault instanceof FileHangsException) {
      return new TokenFileDiagnosis(
          String.valueOf(fault.getMessage()),
          "Something other than a file may have taken its place (a pipe without a writer), or its"
              + " file system hangs: check the volume mount of the token");
    }
    String reason =
        fault instanceof FileSystemLoopException
            ? "is a loop of symbolic links"
            : "cannot be read (" + fault.getClass().getSimpleName() + ")";
    return new TokenFileDiagnosis(reason, "Check the volume mount of the token");
  }

  private static TokenFileDiagnosis missing(Path path) {
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
          "Check AWS_WEB_IDENTITY_TOKEN_FILE and the volume mount: " + FIRST_MINUTES);
    }
    return new TokenFileDiagnosis(
        "does not exist", "Check AWS_WEB_IDENTITY_TOKEN_FILE: " + FIRST_MINUTES);
  }

  private static TokenFileDiagnosis denied(Path path) {
    return new TokenFileDiagnosis(
        "may not be read by this process (" + access(path) + ")",
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
      return "its directory is closed to it, " + process;
    }
  }

  /** The kernel makes what /proc/self leads to belong to the process that looks. */
  private static String processUid() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | RuntimeException e) {
      return "unknown";
    }
  }

  static TokenFileDiagnosis content(Path path, String found) {
    return new TokenFileDiagnosis(
        found,
        "A file that kubelet wrote contains one JWT; check that AWS_WEB_IDENTITY_TOKEN_FILE names it"
            + (Files.isSymbolicLink(path)
                ? ""
                : ", and that it is neither a copy nor a subPath mount, which never rotate"));
  }
}
