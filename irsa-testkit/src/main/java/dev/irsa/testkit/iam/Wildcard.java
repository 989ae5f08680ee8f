package dev.irsa.testkit.iam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pattern with IAM's wildcards: {@code *} stands for any text, {@code ?} for one character.
 * Either can also be a character like any other. Immutable.
 */
final class Wildcard {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  /** Code points, and the two signs above. */
  private final int[] symbols;

  private Wildcard(IntStream symbols) {
    this.symbols = symbols.toArray();
  }

  /** A pattern as it is written. */
  static Wildcard of(String pattern) {
    return new Wildcard(
        pattern.codePoints().map(c -> c == '*' ? ANY_TEXT : c == '?' ? ANY_CHARACTER : c));
  }

  /** A pattern that matches this very text. */
  static Wildcard literal(String text) {
    return new Wildcard(text.codePoints());
  }

  /** One pattern after the other. */
  Wildcard then(Wildcard next) {
    return new Wildcard(IntStream.concat(Arrays.stream(symbols), Arrays.stream(next.symbols)));
  }

  /** The pieces between separators, the last of at most {@code most} with all that remains. */
  List<Wildcard> split(char separator, int most) {
    List<Wildcard> pieces = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < symbols.length && pieces.size() < most - 1; i++) {
      if (symbols[i] == separator) {
        pieces.add(new Wildcard(Arrays.stream(symbols, start, i)));
        start = i + 1;
      }
    }
    pieces.add(new Wildcard(Arrays.stream(symbols, start, symbols.length)));
    return pieces;
  }

  boolean matches(String value) {
    int[] text = value.codePoints().toArray();
    int star = -1;
    int resume = 0;
    int p = 0;
    int t = 0;
    while (t < text.length) {
      if (p < symbols.length && symbols[p] == ANY_TEXT) {
        star = p++;
        resume = t;
      } else if (p < symbols.length && (symbols[p] == ANY_CHARACTER || symbols[p] == text[t])) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < symbols.length && symbols[p] == ANY_TEXT) {
      p++;
    }
    return p == symbols.length;
  }

  boolean hasWildcards() {
    return Arrays.stream(symbols).anyMatch(symbol -> symbol < 0);
  }

  /** The pattern read as mere text. */
  String text() {
    StringBuilder text = new StringBuilder(symbols.length);
    for (int symbol : symbols) {
      text.appendCodePoint(symbol == ANY_TEXT ? '*' : symbol == ANY_CHARACTER ? '?' : symbol);
    }
    return text.toString();
  }
}
