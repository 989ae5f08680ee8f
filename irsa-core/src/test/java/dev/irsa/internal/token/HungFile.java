package dev.irsa.internal.token;

import static dev.irsa.simulation.Replacement.function;

import dev.irsa.simulation.Replacement;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/**
 * A token file whose opening blocks, as on a file system that hangs: a pipe without a writer, which
 * is opened without a check.
 */
public enum HungFile implements Replacement.Change {
  OPENED_UNCHECKED;

  @Override
  public List<Replacement> replacements() {
    return List.of(
        function(
            FileSnapshot::of,
            path -> {
              try (InputStream opened = Files.newInputStream(path)) {
                int unused = opened.available();
              }
              return FileSnapshot.of(path);
            }));
  }
}
