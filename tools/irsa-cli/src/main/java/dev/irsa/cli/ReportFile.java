package dev.irsa.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks before a run that its report can be written after it. */
final class ReportFile {

  private ReportFile() {}

  /** Returns why a file cannot be written, in one sentence; null if it can. */
  static @Nullable String problem(Path file) {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    if (Files.isDirectory(absolute)) {
      return absolute + " is a directory; name a file in it";
    }
    if (directory == null || !Files.isDirectory(directory)) {
      return "the directory " + directory + " does not exist; create it, or name another one";
    }
    Path written = Files.exists(absolute) ? absolute : directory;
    return Files.isWritable(written) ? null : written + " is not writable; name another file";
  }
}
