package dev.irsa.integration.promises;

import java.util.function.Consumer;

/** Listeners of applications. */
final class Listener {

  private Listener() {}

  static Consumer<String> of(Step.Listening listening, Turnstile turnstile) {
    return switch (listening) {
      case NOT -> null;
      case BLOCKS -> event -> turnstile.pass();
      case THROWS ->
          event -> {
            throw new IllegalStateException("a broken listener");
          };
      case ERROR ->
          event -> {
            throw new StackOverflowError("a listener that calls itself");
          };
      // What is left of a listener whose application was stopped.
      case CLASS_LOADER_CLOSED ->
          event -> {
            throw new NoClassDefFoundError("com/example/Stopped");
          };
    };
  }
}
