package dev.irsa.sts;

/** An answer that cannot be used; the message says why and repeats nothing of it. */
final class UnreadableAnswerException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableAnswerException(String message) {
    super(message);
  }
}
