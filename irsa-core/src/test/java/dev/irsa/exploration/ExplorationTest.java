package dev.irsa.exploration;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.exploration.Explorer.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plays every order of a few events ({@code docs/internals/proof.md}, which says how many). Random
 * walks are longer, but meet few of the orders.
 */
class ExplorationTest {

  private static final String PAGE = page();
  private static final int DEEPER = Integer.getInteger("irsa.exploration.deeper", 0);

  @ParameterizedTest
  @EnumSource
  void theEngineViolatesNoInvariantInAnyOrderOfEvents(Scope scope) {
    Result result = scope.search(-1, List.of());
    String size =
        String.format(
            Locale.ROOT,
            "| %d | %,d | %,d |",
            result.depth(),
            result.states(),
            result.transitions());

    System.out.println(scope + " (events, states, transitions): " + size);
    assertEquals("", timelines(result), scope::name);
    // Nothing may change the search in silence, for example a renamed field.
    assertTrue(rowOf(scope).endsWith(size), () -> rowOf(scope) + " is now " + size);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("deep")
  void theSameHoldsWithOneEventMore(Scope scope) {
    assertEquals("", timelines(scope.search(DEEPER, List.of())), scope::name);
  }

  private static String page() {
    try {
      return Files.readString(Path.of("..", "docs", "internals", "proof.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rowOf(Scope scope) {
    return PAGE.lines().filter(row -> row.startsWith("| " + scope + " |")).findFirst().orElse("");
  }

  private static String timelines(Result result) {
    return result.found().entrySet().stream()
        .map(each -> each.getKey() + " in\n" + each.getValue().timeline())
        .collect(joining("\n"));
  }
}
