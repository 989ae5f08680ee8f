package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/lab.ko.md shows steps and labels that {@code irsa lab} prints. */
class KoreanLabPageTest {

  private static final Page PAGE = Page.of("docs/lab.ko.md");

  /** The command, and the lab whose documents, variables and claims it prints. */
  private static final String SOURCES =
      String.join(
          "\n",
          Checkout.files(
                  file -> file.toString().matches("irsa-(cli|testkit)/src/main/java/.*\\.java"))
              .stream()
              .map(Checkout::text)
              .toList());

  private static Stream<String> lines() {
    return PAGE.blocks().stream()
        .filter(block -> block.language().equals("text"))
        .flatMap(block -> block.code().lines());
  }

  @Test
  void everyStepIsOneOfTheCommand() {
    List<String> steps =
        lines()
            .filter(line -> line.matches("\\d+\\. .*"))
            .map(line -> line.replaceFirst("^\\d+\\. ", ""))
            .toList();

    assertEquals(4, steps.size());
    for (String step : steps) {
      assertTrue(SOURCES.contains("\"" + step + "\""), step);
    }
  }

  @Test
  void everyLabelIsPrintedByTheCommand() {
    List<String> unknown =
        lines()
            .filter(line -> line.startsWith(" "))
            .map(line -> line.strip().split(" {2,}| (?=/)", -1)[0])
            .flatMap(label -> Stream.of(label.split(" ", -1)))
            .filter(word -> !SOURCES.contains(word))
            .toList();

    assertEquals(List.of(), unknown);
  }

  @Test
  void everyKindOfEventIsPrintedByTheCommand() {
    List<String> kinds =
        PAGE.text()
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`", -1)[1])
            .toList();

    assertEquals(7, kinds.size());
    for (String kind : kinds) {
      assertTrue(SOURCES.contains("Kind." + kind.toUpperCase(Locale.ROOT)), kind);
    }
  }
}
