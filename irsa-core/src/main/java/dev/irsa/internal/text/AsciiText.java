package dev.irsa.internal.text;

/** Checks the characters of texts, without regular expressions: they would slow down a start. */
public final class AsciiText {

  private AsciiText() {}

  /**
   * Returns whether a text consists of visible characters and spaces. In a header, a line break
   * would end it.
   */
  public static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a range of a text consists of digits, at least one. */
  public static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }

  /** Returns whether a character is a letter, a digit or one of some others. */
  public static boolean isLetterOrDigitOr(String others, char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || others.indexOf(c) >= 0;
  }
}
