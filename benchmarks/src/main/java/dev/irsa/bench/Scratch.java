package dev.irsa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The temporary directory of a run, deleted afterwards. */
final class Scratch {

  private Scratch() {}

  static void delete(Path directory) throws IOException {
    List<Path> entries;
    try (Stream<Path> walked = Files.walk(directory)) {
      entries = walked.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : entries) {
      Files.deleteIfExists(entry);
    }
  }
}
