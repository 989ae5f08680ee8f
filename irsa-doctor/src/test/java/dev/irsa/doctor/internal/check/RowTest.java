package dev.irsa.doctor.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowTest {

  @Test
  void idsAreStableAndInOrder() {
    List<String> ids = Stream.of(Row.values()).map(Row::id).toList();

    List<String> expected =
        Stream.iterate(1, number -> number + 1).limit(25).map("IRSA-%02d"::formatted).toList();
    assertEquals(expected, ids);
  }

  @Test
  void thePageShowsTheSameTable() throws IOException {
    List<String> shown =
        Files.readAllLines(Path.of("..", "docs", "doctor.md")).stream()
            .filter(line -> line.startsWith("| IRSA-"))
            .toList();

    assertEquals(Stream.of(Row.values()).map(Row::markdown).toList(), shown);
  }

  @Test
  void titlesFitTheColumnOfTheReport() {
    for (Row row : Row.values()) {
      assertTrue(row.title().length() <= 28, row::title);
    }
  }
}
