package dev.irsa.config;

import java.util.Locale;

/** Texts of unknown content, made fit for a message. */
final class Texts {

  private static final int LONGEST = 120;

  private Texts() {}

  /**
   * Quotes a value: short, on one line, without what looks like a token (people paste a token where
   * its path belongs).
   */
  static String quote(String value) {
    if (looksLikeToken(value)) {
      return "a text that looks like a token (not shown)";
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length() && i < LONGEST; i++) {
      char c = value.charAt(i);
      quoted.append(c < ' ' || c > '~' ? '?' : c);
    }
    return quoted.append(value.length() > LONGEST ? "…\"" : "\"").toString();
  }

  /** Returns whether a signed JWT may be in the value: its header starts with {"… in base64. */
  static boolean looksLikeToken(String value) {
    int start = value.indexOf("eyJ");
    return start >= 0 && value.indexOf('.', start) > 0;
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
