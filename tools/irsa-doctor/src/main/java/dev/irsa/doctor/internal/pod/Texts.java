package dev.irsa.doctor.internal.pod;

import java.util.Locale;

/** Formats untrusted texts for one line of a report. */
public final class Texts {

  private static final int MAX_LENGTH = 300;

  private Texts() {}

  /** Returns a text shortened, on one line, with everything else than visible ASCII replaced. */
  public static String plain(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
      char c = text.charAt(i);
      line.append(c < ' ' || c > '~' ? '?' : c);
    }
    return line.append(text.length() > MAX_LENGTH ? "..." : "").toString();
  }

  /** Returns a sentence with a capital first letter, for texts that begin with a lower-case one. */
  public static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
