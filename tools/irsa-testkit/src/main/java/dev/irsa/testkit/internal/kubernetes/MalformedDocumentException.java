package dev.irsa.testkit.internal.kubernetes;

/**
 * Thrown when a JSON document has the wrong shape. The message has the path, the expected and the
 * found value.
 */
public final class MalformedDocumentException extends IllegalArgumentException {

  private final String path;

  MalformedDocumentException(String path, String expected, String found) {
    super(path + ": expected " + expected + ", found " + found);
    this.path = path;
  }

  /**
   * Returns the path in the document: {@code $.spec.containers[1].env}. The path of an annotation
   * of a service account, which is in a document other than the pod, begins with the account:
   * {@code ServiceAccount default/my-sa
   * $.metadata.annotations['eks.amazonaws.com/token-expiration']}.
   */
  public String path() {
    return path;
  }
}
