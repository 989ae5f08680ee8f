package dev.irsa.cli.lab;

/** Something that the script waits for did not come. */
final class GaveUpException extends Exception {
  private static final long serialVersionUID = 1L;

  GaveUpException(String waitedFor) {
    super(waitedFor);
  }
}
