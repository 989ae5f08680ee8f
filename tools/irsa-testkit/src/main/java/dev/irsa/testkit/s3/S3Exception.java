package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.ServiceException;

/** An error response of S3. */
final class S3Exception extends ServiceException {
  S3Exception(int status, String code, String message) {
    super(status, code, message);
  }

  static S3Exception noSuchBucket() {
    return new S3Exception(404, "NoSuchBucket", "The specified bucket does not exist");
  }

  static S3Exception noSuchKey() {
    return new S3Exception(404, "NoSuchKey", "The specified key does not exist.");
  }

  static S3Exception noSuchUpload() {
    return new S3Exception(404, "NoSuchUpload", "The specified multipart upload does not exist.");
  }

  static S3Exception accessDenied(String message) {
    return new S3Exception(403, "AccessDenied", message);
  }

  static S3Exception invalidArgument(String message) {
    return new S3Exception(400, "InvalidArgument", message);
  }

  static S3Exception malformedXml() {
    return new S3Exception(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema");
  }

  static S3Exception preconditionFailed() {
    return new S3Exception(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }
}
