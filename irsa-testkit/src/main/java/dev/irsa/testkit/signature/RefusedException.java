package dev.irsa.testkit.signature;

/**
 * A request whose sender could not be authenticated, and why. Each service has codes of its own.
 */
public final class RefusedException extends Exception {
  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** The reasons that services tell apart. */
  public enum Reason {
    /** No signature at all. */
    MISSING,
    /** A part of the signature is missing or unreadable. */
    INCOMPLETE,
    /** Access key never issued, or its role is gone. */
    UNKNOWN_KEY,
    /** The session token is not the one issued with the access key. */
    WRONG_TOKEN,
    /** The session is over. */
    EXPIRED,
    /** Signed too long ago or in the future. */
    SKEWED,
    /** A presigned URL past its time. */
    PRESIGNED_EXPIRED,
    /** Signed for another service or region. */
    SCOPE,
    /** The signature, recomputed, is another one. */
    MISMATCH,
    /** Headers that must be signed are not. */
    UNSIGNED_HEADERS,
    /** The body's hash is not announced. */
    PAYLOAD_HASH_MISSING,
    /** What is announced as the body's hash is not one. */
    PAYLOAD_HASH,
    /** The body's hash is not the one announced. */
    PAYLOAD
  }
}
