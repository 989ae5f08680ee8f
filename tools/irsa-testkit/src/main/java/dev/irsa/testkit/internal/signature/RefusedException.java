package dev.irsa.testkit.internal.signature;

/**
 * Thrown when the sender of a request cannot be authenticated. Each service maps the reason to its
 * own error codes.
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

  /** The reasons that services distinguish. */
  public enum Reason {
    /** The signature is missing. */
    MISSING,
    /** A part of the signature is missing or malformed. */
    INCOMPLETE,
    /** The access key was never issued, or its role was deleted. */
    UNKNOWN_KEY,
    /** The session token was not issued with the access key. */
    WRONG_TOKEN,
    /** The session has expired. */
    EXPIRED,
    /** The request was signed too long ago, or in the future. */
    SKEWED,
    /** The presigned URL has expired. */
    PRESIGNED_EXPIRED,
    /** The signature is for another service or region. */
    SCOPE,
    /** The signature differs from the computed one. */
    MISMATCH,
    /** Headers that must be signed are not. */
    UNSIGNED_HEADERS,
    /** The body's hash is not declared. */
    PAYLOAD_HASH_MISSING,
    /** The declared hash of the body is malformed. */
    PAYLOAD_HASH,
    /** The body's hash differs from the declared one. */
    PAYLOAD
  }
}
