package dev.irsa.doctor.internal.text;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads untrusted texts, and formats them for one line of a report. */
public final class ForeignText {

  private static final int MAX_LENGTH = 300;

  private ForeignText() {}

  /** Returns a text shortened, on one line, with everything else than visible ASCII replaced. */
  public static String plain(@Nullable Object untrusted) {
    String text = String.valueOf(untrusted);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
      char c = text.charAt(i);
      line.append(c < ' ' || c > '~' ? '?' : c);
    }
    return line.append(text.length() > MAX_LENGTH ? "..." : "").toString();
  }

  /** Returns the URI that a text is, or null if it is not one with a host. */
  public static @Nullable URI uri(@Nullable Object text) {
    try {
      URI uri = URI.create(String.valueOf(text));
      return uri.getHost() == null ? null : uri;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns a sentence with a capital first letter, for texts that begin with a lower-case one. */
  public static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
