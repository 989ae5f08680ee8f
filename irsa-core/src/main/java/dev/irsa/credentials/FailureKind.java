package dev.irsa.credentials;

/** What a failure means for what happens next. */
public enum FailureKind {
  /** Configuration is missing or wrong; nothing is tried. */
  MISCONFIGURED,
  /**
   * The token file cannot be used, or STS found the token expired; tried again, and at once when
   * the file changes.
   */
  TOKEN,
  /** STS said no; time alone seldom helps, so it is tried again at long intervals. */
  DENIED,
  /** STS asked for fewer calls. */
  THROTTLED,
  /** No usable answer came. */
  OUTAGE
}
