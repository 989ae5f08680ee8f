package dev.irsa.policy;

/**
 * Thrown for a policy document that IAM would reject. The message has the JSON path and the
 * expected value.
 */
public final class MalformedPolicyException extends IllegalArgumentException {
  private final String path;

  MalformedPolicyException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  /** Returns the path in the document, {@code $.Statement[1].Condition.StringEquals}. */
  public String path() {
    return path;
  }
}
