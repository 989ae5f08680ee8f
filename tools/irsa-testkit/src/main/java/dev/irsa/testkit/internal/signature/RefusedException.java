package dev.irsa.testkit.internal.signature;

import dev.irsa.testkit.internal.server.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the sender of a request cannot be authenticated. Services say so with codes of their
 * own.
 */
public final class RefusedException extends Exception {
  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }

  /** Returns the error of services of the Query protocol, such as STS (Common Error Types). */
  public ServiceException inQueryProtocol() {
    return new ServiceException(reason.queryStatus, reason.queryCode, String.valueOf(getMessage()));
  }

  /**
   * Returns the error of S3 (API reference, "Error responses").
   *
   * @param inHeader whether the signature is in the Authorization header, and not in the query
   */
  public ServiceException inS3(boolean inHeader) {
    String message = reason.s3Message == null ? String.valueOf(getMessage()) : reason.s3Message;
    if (reason != Reason.INCOMPLETE && reason != Reason.SCOPE) {
      return new ServiceException(reason.s3Status, reason.s3Code, message);
    }
    return inHeader
        ? new ServiceException(
            400, reason.s3Code, "The authorization header is malformed; " + message)
        : new ServiceException(400, "AuthorizationQueryParametersError", message);
  }

  /** The reasons that services distinguish, with their codes. */
  public enum Reason {
    /** The signature is missing. */
    MISSING(403, "MissingAuthenticationToken", 403, "AccessDenied", "Access Denied"),
    /** A part of the signature is missing or malformed. */
    INCOMPLETE(400, "IncompleteSignature", 400, "AuthorizationHeaderMalformed", null),
    /** The access key was never issued, or its role was deleted. */
    UNKNOWN_KEY(
        403,
        "InvalidClientTokenId",
        403,
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records."),
    /** The session token was not issued with the access key. */
    WRONG_TOKEN(
        403,
        "InvalidClientTokenId",
        400,
        "InvalidToken",
        "The provided token is malformed or otherwise invalid."),
    /** The session has expired. */
    EXPIRED(403, "ExpiredToken", 400, "ExpiredToken", "The provided token has expired."),
    /** The request was signed too long ago, or in the future. */
    SKEWED(
        403,
        "SignatureDoesNotMatch",
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large."),
    /** The presigned URL has expired. */
    PRESIGNED_EXPIRED(403, "SignatureDoesNotMatch", 403, "AccessDenied", null),
    /** The signature is for another service or region. */
    SCOPE(403, "SignatureDoesNotMatch", 400, "AuthorizationHeaderMalformed", null),
    /** The signature differs from the computed one. */
    MISMATCH(403, "SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", null),
    /** Headers that must be signed are not. */
    UNSIGNED_HEADERS(403, "SignatureDoesNotMatch", 403, "AccessDenied", null),
    /** The body's hash is not declared. */
    PAYLOAD_HASH_MISSING(403, "SignatureDoesNotMatch", 400, "InvalidRequest", null),
    /** The declared hash of the body is malformed. */
    PAYLOAD_HASH(403, "SignatureDoesNotMatch", 400, "InvalidArgument", null),
    /** The body's hash differs from the declared one. */
    PAYLOAD(403, "SignatureDoesNotMatch", 400, "XAmzContentSHA256Mismatch", null);

    private final int queryStatus;
    private final String queryCode;
    private final int s3Status;
    private final String s3Code;

    /** The text, if S3 has one of its own. */
    private final @Nullable String s3Message;

    Reason(
        int queryStatus,
        String queryCode,
        int s3Status,
        String s3Code,
        @Nullable String s3Message) {
      this.queryStatus = queryStatus;
      this.queryCode = queryCode;
      this.s3Status = s3Status;
      this.s3Code = s3Code;
      this.s3Message = s3Message;
    }
  }
}
