package dev.irsa.credentials;

/**
 * The kind of a failure, which determines when it is retried.
 *
 * @since 0.1
 */
public enum FailureKind {
  /**
   * Configuration is missing or invalid. Not retried; if the issuer reports a setting of the
   * account, retried at long intervals.
   */
  MISCONFIGURED,
  /**
   * The token file is not usable, or the issuer reported the token as expired. Retried, and
   * immediately if the file changes.
   */
  TOKEN,
  /**
   * The issuer rejected the request. Retried at long intervals, because time alone rarely helps.
   */
  DENIED,
  /** The issuer throttled the call. Retried after a longer pause. */
  THROTTLED,
  /** The issuer did not return a usable response. Retried with backoff. */
  OUTAGE;

  /**
   * Returns whether the cause lies with the issuer or the way to it and is likely to pass:
   * throttling and outages.
   */
  public boolean isTransient() {
    return this == THROTTLED || this == OUTAGE;
  }
}
