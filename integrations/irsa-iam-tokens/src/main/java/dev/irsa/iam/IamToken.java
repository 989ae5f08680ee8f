package dev.irsa.iam;

import java.time.Instant;

/**
 * A token that is sent in place of a password. Immutable; the text form omits the token.
 *
 * @since 0.1
 */
public final class IamToken {

  private final String value;
  private final Instant expiration;

  IamToken(String value, Instant expiration) {
    this.value = value;
    this.expiration = expiration;
  }

  /** Returns the token; a secret. */
  public String value() {
    return value;
  }

  /**
   * Returns when it expires: 15 minutes after it was signed, or with the session that signed it if
   * that is earlier. Connections that were opened before stay open.
   */
  public Instant expiration() {
    return expiration;
  }

  @Override
  public String toString() {
    return "IamToken[expires at " + expiration + "]";
  }
}
