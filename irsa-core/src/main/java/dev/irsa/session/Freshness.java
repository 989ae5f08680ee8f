package dev.irsa.session;

/** Where a session stands at a moment; it only ever goes forward. */
enum Freshness {
  /** No refresh is due. */
  FRESH,
  /** Valid; a refresh is due. */
  AHEAD,
  /** Past its lifetime. */
  EXPIRED
}
