package dev.irsa.integration.promises;

import java.time.Duration;

/**
 * What somebody got who asked.
 *
 * @param who the ARN that a service saw, or null
 * @param failure what was thrown, or null
 * @param took how long it took; what still hangs has neither an ARN nor a failure
 */
record CallOutcome(String who, Throwable failure, Duration took) {

  boolean hangs() {
    return who == null && failure == null;
  }

  boolean succeeded() {
    return who != null;
  }

  /** Whether a caller was told that there were no credentials within its deadline. */
  boolean isTooLate() {
    return failure != null && kind().equals("ExchangeUnavailableException");
  }

  /** Returns the kind of our failure behind the SDK's, or what else it is. */
  String kind() {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (isTyped(next)) {
        return next.getClass().getSimpleName();
      }
    }
    return "untyped " + failure;
  }

  private static boolean isTyped(Throwable failure) {
    return failure.getClass().getName().startsWith("dev.irsa.credentials.");
  }

  @Override
  public String toString() {
    String what = hangs() ? "hangs" : succeeded() ? "served" : kind();
    return what + " in " + took.toMillis() + " ms";
  }
}
