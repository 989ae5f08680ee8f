package dev.irsa.testkit.internal.server;

/** An error response of a service, which writes it in its own format. */
public class ServiceException extends Exception {
  private final int status;
  private final String code;

  /**
   * Creates an error.
   *
   * @param status the HTTP status
   * @param code the error code of the service's API reference
   * @param message the text for the client
   */
  public ServiceException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Returns the error code of the service's API reference. */
  public final String code() {
    return code;
  }

  /** Returns the error in the format of the service, with its code for the log. */
  public final Service.Answer answer(Service service, String requestId, RequestDetails details) {
    String message = String.valueOf(getMessage());
    return new Service.Answer(
        service.error(requestId, status, code, message), details.withErrorCode(code));
  }
}
