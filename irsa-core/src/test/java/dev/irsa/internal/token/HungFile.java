package dev.irsa.internal.token;

import static dev.irsa.simulation.Replacement.function;
import static dev.irsa.simulation.Replacement.procedure;

import dev.irsa.simulation.Replacement;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a token file hangs. */
public enum HungFile implements Replacement.Change {
  /** A pipe without a writer replaces the file after it was checked. */
  A_PIPE(openedUnchecked()),

  /** As on a file system that hangs: nothing lets the readers go. */
  A_FILE_SYSTEM(openedUnchecked(), procedure(TokenFile::freeReaders, file -> {}));

  /** Not modifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Replacement> replacements;

  HungFile(Replacement... replacements) {
    this.replacements = List.of(replacements);
  }

  @Override
  public List<Replacement> replacements() {
    return replacements;
  }

  private static Replacement openedUnchecked() {
    return function(
        FileSnapshot::of,
        path -> {
          open(path);
          return FileSnapshot.of(path);
        });
  }

  private static void open(Path path) throws Exception {
    try (InputStream opened = Files.newInputStream(path)) {
      int unused = opened.available();
    }
  }
}
