package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.ServiceException;

/** An error response of S3. */
final class S3Exception extends ServiceException {
  S3Exception(int status, String code, String message) {
    super(status, code, message);
  }
}
