package dev.irsa.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pattern with IAM's wildcards: {@code *} matches any text, {@code ?} matches one character. Both
 * characters can also be literal. Immutable.
 */
final class Wildcard {
  private static final int COMPONENTS = 6;
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  /** Code points, and the two wildcards above. */
  private final int[] symbols;

  private Wildcard(IntStream symbols) {
    this.symbols = symbols.toArray();
  }

  /** Returns the pattern with wildcards. */
  static Wildcard of(String pattern) {
    return new Wildcard(
        pattern.codePoints().map(c -> c == '*' ? ANY_TEXT : c == '?' ? ANY_CHARACTER : c));
  }

  /** Returns a pattern that matches exactly this text. */
  static Wildcard literal(String text) {
    return new Wildcard(text.codePoints());
  }

  /** Returns the concatenation of this pattern and another one. */
  Wildcard then(Wildcard next) {
    return new Wildcard(IntStream.concat(Arrays.stream(symbols), Arrays.stream(next.symbols)));
  }

  /**
   * Splits the pattern at a separator into at most {@code most} parts; the last one contains the
   * rest.
   */
  private List<Wildcard> split(char separator, int most) {
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

  /**
   * Returns whether the value is an ARN that this pattern matches, each of the six components with
   * its counterpart, so that a wildcard never matches across components. The last component may
   * contain colons (IAM user guide, "Amazon Resource Name (ARN) condition operators").
   */
  boolean matchesArn(String value) {
    List<Wildcard> patterns = split(':', COMPONENTS);
    String[] found = value.split(":", COMPONENTS);
    return patterns.size() == COMPONENTS
        && found.length == COMPONENTS
        && found[0].equals("arn")
        && IntStream.range(0, COMPONENTS).allMatch(i -> patterns.get(i).matches(found[i]));
  }

  boolean hasWildcards() {
    return Arrays.stream(symbols).anyMatch(symbol -> symbol < 0);
  }

  /** Returns the pattern as plain text. */
  String text() {
    StringBuilder text = new StringBuilder(symbols.length);
    for (int symbol : symbols) {
      text.appendCodePoint(symbol == ANY_TEXT ? '*' : symbol == ANY_CHARACTER ? '?' : symbol);
    }
    return text.toString();
  }
}
