package dev.irsa.internal.refresh;

/** Where a session stands at a moment; it only ever goes forward. */
public enum Freshness {
  /** No refresh is due. */
  FRESH,
  /** Valid; a refresh is due. */
  AHEAD,
  /** Past its lifetime. */
  EXPIRED
}
