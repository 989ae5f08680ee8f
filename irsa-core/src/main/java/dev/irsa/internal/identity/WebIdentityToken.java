package dev.irsa.internal.identity;

/**
 * A web identity token as it is sent to STS: ASCII characters in three parts separated by dots.
 * Immutable; {@link #toString()} masks the token.
 *
 * @param value the token, a secret; at most 20,000 characters, the limit of STS
 */
public record WebIdentityToken(String value) {

  /** The maximum length that STS accepts. */
  public static final int MAX_LENGTH = 20_000;

  /**
   * Checks that the value has the form of a signed JWT.
   *
   * @throws IllegalArgumentException if it does not; the message does not contain the value
   */
  public WebIdentityToken {
    if (value.length() > MAX_LENGTH || !hasThreeParts(value) || !isVisibleAscii(value)) {
      throw new IllegalArgumentException(
          "value must be at most 20,000 ASCII characters in three dot-separated parts");
    }
  }

  private static boolean hasThreeParts(String value) {
    int first = value.indexOf('.');
    int second = value.indexOf('.', first + 1);
    return first > 0
        && second > first + 1
        && second < value.length() - 1
        && value.indexOf('.', second + 1) < 0;
  }

  private static boolean isVisibleAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "WebIdentityToken[" + value.length() + " characters]";
  }
}
