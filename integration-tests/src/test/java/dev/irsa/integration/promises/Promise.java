package dev.irsa.integration.promises;

/** What must hold in every history, in the words of the document that says so. */
enum Promise {
  NOBODY_WAITS("README.md", "While valid credentials exist, no caller waits"),
  NOBODY_FAILS("README.md", "no caller fails"),
  PRECISE_ERROR("README.md", "every caller gets a precise error"),
  BOUNDED_TIME("README.md", "within its deadline"),
  FEW_CALLS("README.md", "STS is called no more often than that requires"),
  NO_OTHER_IDENTITY(
      "README.md",
      "A pod that is configured for IRSA or Pod Identity never falls back to another identity"),
  NOTHING_RUNS("docs/refresh.md", "its threads, timers and calls end"),
  NOTHING_SECRET("docs/refresh.md", "no secret is left in the heap"),
  ONLY_LOOKS("CHANGELOG.md", "It now only reads");

  private final String document;
  private final String sentence;

  Promise(String document, String sentence) {
    this.document = document;
    this.sentence = sentence;
  }

  String document() {
    return document;
  }

  String sentence() {
    return sentence;
  }

  /** Fails the history with this promise unless the condition holds. */
  void require(boolean holds, String found) {
    if (!holds) {
      throw new Broken(this, found);
    }
  }

  /** A promise that a history broke. */
  static final class Broken extends RuntimeException {
    Broken(Promise promise, String found) {
      super("\"" + promise.sentence + "\" (" + promise.document + "): " + found);
    }
  }
}
