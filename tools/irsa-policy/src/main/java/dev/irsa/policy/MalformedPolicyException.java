package dev.irsa.policy;

/**
 * Thrown for a policy document that IAM would reject. The message has the JSON path and the
 * expected value.
 */
public final class MalformedPolicyException extends IllegalArgumentException {
  private final String path;
  private final int position;

  MalformedPolicyException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
    this.position = -1;
  }

  /** Creates an exception for a syntax error in the JSON. */
  MalformedPolicyException(String problem, int position) {
    super("$: " + problem + " at character " + (position + 1));
    this.path = "$";
    this.position = position;
  }

  /** Returns the index of the syntax error in the text, or -1 if the text is JSON. */
  public int position() {
    return position;
  }

  /** Returns the path in the document, {@code $.Statement[1].Condition.StringEquals}. */
  public String path() {
    return path;
  }
}
