package dev.irsa.internal.config;

import dev.irsa.internal.text.AsciiText;
import java.util.Locale;

/**
 * The value of a setting, and where it was set. Immutable.
 *
 * @param value a text or an object that was set, or the parsed value
 * @param origin {@link #BUILDER}, {@link #DEFAULT}, or the name of the property, variable or key
 */
public record SettingValue<T>(T value, String origin) {

  /** The origin of values that a builder sets. */
  public static final String BUILDER = "builder";

  /** The origin of a value that nobody set. */
  public static final String DEFAULT = "default";

  private static final int MAX_LENGTH = 120;

  /**
   * The minimum length of a word that may be a piece of a token. The names of roles and regions are
   * shorter, or do not mix cases and digits.
   */
  private static final int MIN_RANDOM_LENGTH = 24;

  /** Omits the value, which may be secret. */
  @Override
  public String toString() {
    return "SettingValue[from " + origin + "]";
  }

  /**
   * Quotes a value: truncated, on one line, with masks for everything that looks like a token, a
   * piece of a token or an access key. Users sometimes set a token where its path belongs, or a key
   * where the name of its profile does.
   */
  public static String quote(String value) {
    if (looksLikeToken(value)) {
      return "a value that looks like a token (not shown)";
    }
    if (looksLikeKey(value)) {
      return "a value that looks like an access key (not shown)";
    }
    StringBuilder quoted = new StringBuilder("\"");
    int displayed = Math.min(value.length(), MAX_LENGTH);
    int from = 0;
    while (from < displayed) {
      int to = from;
      while (to < displayed && AsciiText.isLetterOrDigitOr("-_", value.charAt(to))) {
        to++;
      }
      if (isRandom(value, from, to)) {
        quoted.append("***");
      } else {
        quoted.append(value, from, to);
      }
      if (to < displayed) {
        char c = value.charAt(to);
        quoted.append(c < ' ' || c > '~' ? '?' : c);
      }
      from = to + 1;
    }
    return quoted.append(value.length() > MAX_LENGTH ? "…\"" : "\"").toString();
  }

  /** Returns a name that a user wrote: as it is, unless something secret stands in its place. */
  public static String name(String written) {
    String quoted = quote(written);
    return quoted.equals("\"" + written + "\"") ? written : quoted;
  }

  /**
   * Returns whether a value may contain a JWT, by the beginning that all of them have in base64.
   */
  static boolean looksLikeToken(String value) {
    return value.contains("eyJ");
  }

  /** Returns whether a value may contain an access key id or a secret key, which has 40 letters. */
  private static boolean looksLikeKey(String value) {
    for (String piece : value.split("[^A-Za-z0-9/+]+", -1)) {
      boolean isId = piece.matches("A[KS]IA[A-Z0-9]{12,}");
      boolean isSecret = piece.length() == 40 && isMixed(piece, 0, 40);
      if (isId || (isSecret && !piece.startsWith("role/"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRandom(String value, int from, int to) {
    return to - from >= MIN_RANDOM_LENGTH && isMixed(value, from, to);
  }

  private static boolean isMixed(String value, int from, int to) {
    boolean upper = false;
    boolean lower = false;
    boolean digit = false;
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      upper |= c >= 'A' && c <= 'Z';
      lower |= c >= 'a' && c <= 'z';
      digit |= c >= '0' && c <= '9';
    }
    return upper && lower && digit;
  }

  static String lowerCase(String value) {
    return value.toLowerCase(Locale.ROOT);
  }
}
