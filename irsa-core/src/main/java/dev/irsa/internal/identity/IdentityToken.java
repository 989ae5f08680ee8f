package dev.irsa.internal.identity;

import dev.irsa.internal.text.AsciiText;

/**
 * A token as it is sent to the issuer. Immutable; {@link #toString()} masks the token.
 *
 * @param value the token, a secret: 1 to 20,000 visible ASCII characters, with spaces between them
 */
public record IdentityToken(String value) {

  /** The maximum length of a web identity token at STS. */
  public static final int MAX_LENGTH = 20_000;

  /**
   * Checks that the value can be sent in one line.
   *
   * @throws IllegalArgumentException if it cannot; the message does not contain the value
   */
  public IdentityToken {
    if (value.length() > MAX_LENGTH || value.isBlank() || !AsciiText.isOneLine(value)) {
      throw new IllegalArgumentException("value must be 1 to 20,000 ASCII characters on one line");
    }
  }

  /** Returns whether the token has the form of a signed JWT: three parts separated by dots. */
  public boolean hasThreeParts() {
    int first = value.indexOf('.');
    int second = value.indexOf('.', first + 1);
    return first > 0
        && second > first + 1
        && second < value.length() - 1
        && value.indexOf('.', second + 1) < 0;
  }

  @Override
  public String toString() {
    return "IdentityToken[" + value.length() + " characters]";
  }
}
