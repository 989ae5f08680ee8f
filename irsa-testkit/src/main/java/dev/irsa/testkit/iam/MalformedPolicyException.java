package dev.irsa.testkit.iam;

/**
 * A policy document that IAM would refuse; says where, as a JSON path, and what it expects there.
 */
public final class MalformedPolicyException extends IllegalArgumentException {
  private final String path;

  MalformedPolicyException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  /** Where in the document, {@code $.Statement[1].Condition.StringEquals}. */
  public String path() {
    return path;
  }
}
