package dev.irsa.exploration;

/** What callers suffer, whatever the rules are. */
enum Harm {
  SERVED_EXPIRED("a caller gets expired credentials"),
  FAILS_WHILE_VALID("a call fails although the credentials are valid"),
  WAITS_WHILE_VALID("a caller waits although the credentials are valid"),
  HARMED_THOUGH_STS_WAS_WELL(
      "a call fails or gets expired credentials although STS has been well since 15 s before the"
          + " expiration"),
  HARMED_LONG_AFTER(
      "a call fails or gets expired credentials more than 5 min after the end of the last fault");

  private final String description;

  Harm(String description) {
    this.description = description;
  }

  /** Returns a description of half a sentence. */
  String description() {
    return description;
  }
}
