package dev.irsa.cli.lab;

/** Thrown when an event that the scenario waits for did not occur in time. */
final class GaveUpException extends Exception {
  private static final long serialVersionUID = 1L;

  GaveUpException(String waitedFor) {
    super(waitedFor);
  }
}
