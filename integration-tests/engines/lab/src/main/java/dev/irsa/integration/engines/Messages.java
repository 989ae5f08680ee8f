package dev.irsa.integration.engines;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks the messages of a failure and all its causes, since frameworks wrap exceptions of
 * constructors.
 */
public final class Messages {

  private Messages() {}

  /** Fails unless the messages contain each of the words. */
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
