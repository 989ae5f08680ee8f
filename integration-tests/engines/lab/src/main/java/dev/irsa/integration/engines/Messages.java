package dev.irsa.integration.engines;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a failure tells, with all its causes: frameworks wrap what a constructor throws. */
public final class Messages {

  private Messages() {}

  /** Fails unless each of the words is told. */
  public static void assertNames(Throwable failure, String... words) {
    String told =
        Stream.iterate(failure, thrown -> thrown != null, Throwable::getCause)
            .map(Throwable::toString)
            .collect(Collectors.joining("\n"));
    for (String word : words) {
      if (!told.contains(word)) {
        throw new AssertionError("no " + word + " in: " + told);
      }
    }
  }
}
