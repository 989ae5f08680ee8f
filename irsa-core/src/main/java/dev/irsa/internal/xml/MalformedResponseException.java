package dev.irsa.internal.xml;

/** An answer that cannot be used; the message says why and repeats nothing of it. */
public final class MalformedResponseException extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedResponseException(String message) {
    super(message);
  }
}
