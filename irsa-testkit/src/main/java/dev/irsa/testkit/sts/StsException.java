package dev.irsa.testkit.sts;

/** An error response of STS. */
final class StsException extends Exception {
  private final int status;
  private final String code;

  StsException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
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
