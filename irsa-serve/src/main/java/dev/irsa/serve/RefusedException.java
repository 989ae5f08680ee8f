package dev.irsa.serve;

/** Thrown if a request is refused; the message is for the client, without secrets. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  RefusedException(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  Reply reply() {
    return Reply.error(status, code, String.valueOf(getMessage()));
  }
}
