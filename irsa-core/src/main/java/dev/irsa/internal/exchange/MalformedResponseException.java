package dev.irsa.internal.exchange;

/**
 * Thrown if a response cannot be used. The message states the reason and contains nothing of the
 * response.
 */
public final class MalformedResponseException extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedResponseException(String message) {
    super(message);
  }
}
