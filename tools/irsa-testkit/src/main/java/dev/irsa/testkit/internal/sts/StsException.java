package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.ServiceException;

/** An error response of STS. */
final class StsException extends ServiceException {
  StsException(int status, String code, String message) {
    super(status, code, message);
  }

  static StsException accessDenied(String message) {
    return new StsException(403, "AccessDenied", message);
  }

  static StsException invalidIdentityToken(String message) {
    return new StsException(400, "InvalidIdentityToken", message);
  }

  static StsException validation(String message) {
    return new StsException(400, "ValidationError", message);
  }
}
