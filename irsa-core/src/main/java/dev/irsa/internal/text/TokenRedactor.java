package dev.irsa.internal.text;

import org.jspecify.annotations.Nullable;

/** Texts that others wrote, made fit for messages: STS can echo the token that it was sent. */
public final class TokenRedactor {

  private static final String MASK = "***";
  private static final int LONGEST = 1000;

  /** No shorter piece of a token is worth anything to its finder. */
  private static final int TELLING = 12;

  private TokenRedactor() {}

  /**
   * Returns the text on one line, at most 1000 characters, without any piece of the token and
   * without what looks like another JWT.
   */
  public static String mask(String text, String token) {
    String line = oneLine(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    boolean[] secret = new boolean[line.length()];
    markPieces(line, token, secret);
    markWords(line, secret);
    StringBuilder masked = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      if (!secret[i]) {
        masked.append(line.charAt(i));
      } else if (i == 0 || !secret[i - 1]) {
        masked.append(MASK);
      }
    }
    return masked.toString();
  }

  /** Returns the text when masking leaves it as it is and it is a plain word; else null. */
  public static @Nullable String plainWord(@Nullable String text, int longest, String token) {
    if (text == null || text.isEmpty() || text.length() > longest) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return null;
      }
    }
    return mask(text, token).equals(text) ? text : null;
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? ' ' : c);
    }
    return line.toString();
  }

  private static void markPieces(String line, String token, boolean[] secret) {
    for (int i = 0; i + TELLING <= line.length(); i++) {
      if (token.contains(line.substring(i, i + TELLING))) {
        for (int j = i; j < i + TELLING; j++) {
          secret[j] = true;
        }
      }
    }
  }

  /** Masks every word that holds {@code eyJ}, which every JWT starts with. */
  private static void markWords(String line, boolean[] secret) {
    int from = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || !isOfJwt(line.charAt(i))) {
        int start = line.indexOf("eyJ", from);
        for (int j = start; start >= 0 && j < i; j++) {
          secret[j] = true;
        }
        from = i + 1;
      }
    }
  }

  private static boolean isOfJwt(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
