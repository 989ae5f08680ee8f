package dev.irsa.cli.timeline;

import java.time.Instant;

/**
 * One request for credentials, by a pod or its agent, as the lab saw it.
 *
 * @param result how it ended
 * @param arrivedAt when it was read
 * @param answeredAt when the response was written; for requests without a response, {@code
 *     arrivedAt}
 * @param detail the status and the code of the error, or the issued key
 */
public record Exchange(Result result, Instant arrivedAt, Instant answeredAt, String detail) {

  /** How a request for credentials ended. */
  public enum Result {
    ISSUED("succeeded"),
    FAILED("failed"),
    UNANSWERED("no response");

    private final String label;

    Result(String label) {
      this.label = label;
    }

    /** Returns the label, for people. */
    public String label() {
      return label;
    }
  }
}
