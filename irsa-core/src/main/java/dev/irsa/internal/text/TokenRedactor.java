package dev.irsa.internal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Removes tokens from texts of external origin before they become part of a message: STS can echo
 * the token that was sent.
 */
public final class TokenRedactor {

  private static final String MASK = "***";
  private static final int MAX_LENGTH = 1000;

  /**
   * The minimum length of a masked piece of the token. Shorter pieces are useless to an attacker.
   */
  private static final int MIN_PIECE_LENGTH = 12;

  /**
   * The minimum length of a masked token. A shorter one is not a secret, but a word that occurs in
   * any text.
   */
  private static final int MIN_TOKEN_LENGTH = 6;

  private static final int ASCII = 128;

  /** The maximum number of exceptions to read, causes and suppressed exceptions included. */
  private static final int MAX_FAILURES = 50;

  private TokenRedactor() {}

  /**
   * Returns the text on one line, truncated to 1000 characters, with all pieces of the token and
   * everything that looks like another JWT masked.
   *
   * @param token the token; other secrets may follow, each in a line of its own
   */
  public static String mask(String text, String token) {
    String line = oneLine(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
    boolean[] secret = new boolean[line.length()];
    for (StringTokenizer lines = new StringTokenizer(token, "\r\n"); lines.hasMoreTokens(); ) {
      markPieces(line, lines.nextToken(), secret);
    }
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

  /**
   * Returns the text if it consists of visible ASCII characters, is not too long and contains
   * nothing to mask; otherwise null.
   */
  public static @Nullable String plainWord(@Nullable String text, int maxLength, String token) {
    if (text == null || text.isEmpty() || text.length() > maxLength) {
      return null;
    }
    boolean isWord = AsciiText.isOneLine(text) && text.indexOf(' ') < 0;
    return isWord && mask(text, token).equals(text) ? text : null;
  }

  /**
   * Returns whether the texts of an exception, and of everything that its stack trace prints with
   * it, are free of pieces of the token. A text beyond the limit, more than {@value #MAX_FAILURES}
   * exceptions, and an exception that cannot be read count as unclean.
   */
  public static boolean isClean(Throwable failure, String token) {
    try {
      return isCleanTree(failure, token);
    } catch (Throwable unreadable) {
      return false;
    }
  }

  /** Reads the exception, its causes, what each of them suppressed, and the causes of those. */
  private static boolean isCleanTree(Throwable failure, String token) {
    List<Throwable> found = new ArrayList<>();
    found.add(failure);
    for (int i = 0; i < found.size(); i++) {
      Throwable next = found.get(i);
      if (i == MAX_FAILURES || !isCleanText(next.toString(), token)) {
        return false;
      }
      addUnlessFound(next.getCause(), found);
      for (Throwable suppressed : next.getSuppressed()) {
        addUnlessFound(suppressed, found);
      }
    }
    return true;
  }

  /** By identity: exceptions may be in a cycle, and may have an {@code equals} of their own. */
  @SuppressWarnings("ReferenceEquality")
  private static void addUnlessFound(@Nullable Throwable other, List<Throwable> found) {
    if (other == null || found.size() > MAX_FAILURES) {
      return;
    }
    for (Throwable each : found) {
      if (each == other) {
        return;
      }
    }
    found.add(other);
  }

  private static boolean isCleanText(String text, String token) {
    return text.length() <= MAX_LENGTH && !mask(text, token).contains(MASK);
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? ' ' : c);
    }
    return line.toString();
  }

  /** Searches the token only for runs of its own characters: few words of a text are as long. */
  private static void markPieces(String line, String token, boolean[] secret) {
    int length = Math.min(MIN_PIECE_LENGTH, token.length());
    if (length < MIN_TOKEN_LENGTH) {
      return;
    }
    boolean[] known = new boolean[ASCII];
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) < ASCII) {
        known[token.charAt(i)] = true;
      }
    }
    int run = 0;
    for (int end = 1; end <= line.length(); end++) {
      char c = line.charAt(end - 1);
      run = c >= ASCII || known[c] ? run + 1 : 0;
      if (run >= length && token.contains(line.substring(end - length, end))) {
        Arrays.fill(secret, end - length, end, true);
      }
    }
  }

  /** Marks every word from {@code eyJ} on, the beginning of every JWT. */
  private static void markWords(String line, boolean[] secret) {
    int from = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || !AsciiText.isLetterOrDigitOr("-_.", line.charAt(i))) {
        int start = line.indexOf("eyJ", from);
        for (int j = start; start >= 0 && j < i; j++) {
          secret[j] = true;
        }
        from = i + 1;
      }
    }
  }
}
