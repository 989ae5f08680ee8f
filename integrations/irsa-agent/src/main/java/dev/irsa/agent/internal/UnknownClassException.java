package dev.irsa.agent.internal;

/** Thrown if a class of an SDK is not as the agent knows it. The message names the difference. */
final class UnknownClassException extends Exception {

  private static final long serialVersionUID = 1L;

  UnknownClassException(String message) {
    super(message);
  }
}
