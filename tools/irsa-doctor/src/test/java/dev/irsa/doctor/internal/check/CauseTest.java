package dev.irsa.doctor.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CauseTest {

  @Test
  void thePageHasARowForEachCause() throws IOException {
    List<String> shown =
        Files.readAllLines(Path.of("..", "..", "docs", "errors.md")).stream()
            .filter(line -> line.matches("\\| <a id=\"(irsa|pod|out)-.*"))
            .map(line -> String.join("|", List.of(line.split(" \\| ", -1)).subList(0, 2)))
            .toList();

    assertEquals(
        Stream.of(Cause.values())
            .map(
                cause ->
                    "| <a id=\"%s\"></a>%s|%s"
                        .formatted(cause.id().toLowerCase(Locale.ROOT), cause.id(), cause.title()))
            .toList(),
        shown);
  }
}
