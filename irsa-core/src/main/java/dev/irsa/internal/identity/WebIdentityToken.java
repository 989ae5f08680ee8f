package dev.irsa.internal.identity;

/**
 * A web identity token as it goes to STS: trimmed ASCII in three dot-separated parts. Immutable;
 * {@link #toString()} masks it.
 *
 * @param value the token itself, a secret; 5 to 20,000 characters (STS's own limit)
 */
public record WebIdentityToken(String value) {

  /** The most that STS takes. */
  public static final int MAX_LENGTH = 20_000;

  /** Rejects what cannot be a signed JWT, without repeating it. */
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
