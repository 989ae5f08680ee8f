package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a failure tells, with all its causes: frameworks wrap what a constructor throws. */
final class Messages {

  private Messages() {}

  static void assertNames(Throwable failure, String... words) {
    String told =
        Stream.iterate(failure, thrown -> thrown != null, Throwable::getCause)
            .map(Throwable::toString)
            .collect(Collectors.joining("\n"));
    for (String word : words) {
      assertTrue(told.contains(word), () -> "no " + word + " in: " + told);
    }
  }
}
