package dev.irsa.testkit.podidentity;

/** An error response of EKS Auth, with the status of its API reference. */
final class EksAuthException extends Exception {
  private final int status;
  private final String code;

  private EksAuthException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static EksAuthException accessDenied() {
    return new EksAuthException(
        400,
        "AccessDeniedException",
        "Unauthorized Exception! EKS does not have permissions to assume the associated role.");
  }

  static EksAuthException expiredToken(String message) {
    return new EksAuthException(400, "ExpiredTokenException", message);
  }

  static EksAuthException invalidToken(String message) {
    return new EksAuthException(400, "InvalidTokenException", message);
  }

  static EksAuthException invalidParameter(String message) {
    return new EksAuthException(400, "InvalidParameterException", message);
  }

  static EksAuthException invalidRequest(String message) {
    return new EksAuthException(400, "InvalidRequestException", message);
  }

  static EksAuthException notFound(String message) {
    return new EksAuthException(404, "ResourceNotFoundException", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
