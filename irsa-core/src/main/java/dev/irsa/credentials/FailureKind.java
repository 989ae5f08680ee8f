package dev.irsa.credentials;

/**
 * What a failure means for what happens next.
 *
 * @since 0.1
 */
public enum FailureKind {
  /** Configuration is missing or wrong; nothing is tried. */
  MISCONFIGURED,
  /**
   * The token file cannot be used, or STS found the token expired. Retried, and at once when the
   * file changes.
   */
  TOKEN,
  /** STS refused the request. Time alone seldom helps, so it is retried at long intervals. */
  DENIED,
  /** STS asked for fewer calls. Retried after a longer pause. */
  THROTTLED,
  /** STS did not give a usable response. Retried with a backoff. */
  OUTAGE
}
