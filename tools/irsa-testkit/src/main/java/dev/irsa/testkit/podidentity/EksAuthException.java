package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.server.ServiceException;

/** An error response of EKS Auth, with the status of its API reference. */
final class EksAuthException extends ServiceException {
  private EksAuthException(int status, String code, String message) {
    super(status, code, message);
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

  static EksAuthException unknownOperation() {
    return new EksAuthException(404, "UnknownOperationException", "unknown operation");
  }

  static EksAuthException notFound(String message) {
    return new EksAuthException(404, "ResourceNotFoundException", message);
  }
}
