package dev.irsa.doctor.internal.pod;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the directory below {@code /proc} of the examined process. */
final class ProcFiles {

  private static final Pattern ROOT_OF_PROCESS = Pattern.compile("(/proc/\\d+)/root");

  private ProcFiles() {}

  /**
   * Returns the directory. For the root of another process, {@code /proc/<pid>/root}, it is the one
   * of that process.
   */
  static Path of(FileTree files) {
    Matcher other = ROOT_OF_PROCESS.matcher(files.root().toString());
    return other.matches() ? Path.of(other.group(1)) : files.root().resolve("proc/self");
  }
}
