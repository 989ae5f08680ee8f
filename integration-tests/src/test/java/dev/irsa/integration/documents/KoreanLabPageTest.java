package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/lab.ko.md shows what {@code irsa lab} prints. */
class KoreanLabPageTest {

  /** The command, and the lab whose documents and variables it prints. */
  private static final String SOURCES =
      Checkout.files(file -> file.toString().matches("tools/irsa-(cli|testkit)/src/main/.*"))
          .stream()
          .map(Checkout::text)
          .collect(Collectors.joining("\n"));

  @Test
  void everyLabelIsPrintedByTheCommand() {
    List<String> unknown =
        Page.of("docs/lab.ko.md").blocks().stream()
            .filter(block -> block.language().equals("text"))
            .flatMap(block -> block.code().lines())
            .map(line -> line.replaceFirst("^\\d+\\. ", "").strip().split(" {2,}| (?=/)", -1)[0])
            .flatMap(label -> Stream.of(label.split(" ", -1)))
            .filter(word -> !SOURCES.contains(word))
            .toList();

    assertEquals(List.of(), unknown);
  }
}
