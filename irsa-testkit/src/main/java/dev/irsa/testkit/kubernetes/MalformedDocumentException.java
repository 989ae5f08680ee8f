package dev.irsa.testkit.kubernetes;

/** A JSON document is not what it should be; says where, what was expected and what was found. */
public final class MalformedDocumentException extends IllegalArgumentException {

  private final String path;

  MalformedDocumentException(String path, String expected, String found) {
    super(path + ": expected " + expected + ", found " + found);
    this.path = path;
  }

  /**
   * The place in the document: {@code $.spec.containers[1].env}. An annotation of a service
   * account, which is another document than the pod, has the account in front of its path: {@code
   * ServiceAccount default/my-sa $.metadata.annotations['eks.amazonaws.com/token-expiration']}.
   */
  public String path() {
    return path;
  }
}
