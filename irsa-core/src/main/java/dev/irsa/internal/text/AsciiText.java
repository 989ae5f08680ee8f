package dev.irsa.internal.text;

/** Checks texts that are sent in a header, which a line break would end. */
public final class AsciiText {

  private AsciiText() {}

  /** Returns whether a text consists of visible ASCII characters and spaces. */
  public static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}
