package dev.irsa.internal.config;

import java.util.Locale;

/** Texts of unknown content, made fit for a message. */
final class SettingText {

  private static final int LONGEST = 120;

  /** Names of roles and regions are shorter, or of one case, or without digits. */
  private static final int RANDOM = 24;

  private SettingText() {}

  /**
   * Quotes a value: short, on one line, without what looks like a token or a piece of one (people
   * paste a token where its path belongs).
   */
  static String quote(String value) {
    if (looksLikeToken(value)) {
      return "a text that looks like a token (not shown)";
    }
    StringBuilder quoted = new StringBuilder("\"");
    int shown = Math.min(value.length(), LONGEST);
    int from = 0;
    while (from < shown) {
      int to = from;
      while (to < shown && isOfBase64(value.charAt(to))) {
        to++;
      }
      if (isRandom(value, from, to)) {
        quoted.append("***");
      } else {
        quoted.append(value, from, to);
      }
      if (to < shown) {
        char c = value.charAt(to);
        quoted.append(c < ' ' || c > '~' ? '?' : c);
      }
      from = to + 1;
    }
    return quoted.append(value.length() > LONGEST ? "…\"" : "\"").toString();
  }

  /** Returns whether a signed JWT may be in the value: each begins so, in base64. */
  static boolean looksLikeToken(String value) {
    return value.contains("eyJ");
  }

  private static boolean isRandom(String value, int from, int to) {
    boolean upper = false;
    boolean lower = false;
    boolean digit = false;
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      upper |= c >= 'A' && c <= 'Z';
      lower |= c >= 'a' && c <= 'z';
      digit |= c >= '0' && c <= '9';
    }
    return to - from >= RANDOM && upper && lower && digit;
  }

  private static boolean isOfBase64(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  static String lowerCase(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  static boolean isDigits(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }
}
