package dev.irsa.internal.refresh;

/** The state of credentials. It never goes back. */
public enum Freshness {
  /** Valid, and no refresh is due. */
  FRESH,
  /** Valid, and a refresh is due. */
  REFRESH_DUE,
  /** Expired. */
  EXPIRED
}
