package dev.irsa.cli.serve;

/** Makes a text fit into a message of one line. */
final class Excerpt {
  private static final int LONGEST = 300;

  private Excerpt() {}

  /** Returns the text without line breaks and other control characters, shortened if necessary. */
  static String of(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
