package dev.irsa.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of styled text. Immutable; what is added makes a new line.
 *
 * @param spans the pieces, in order
 */
public record Text(List<Span> spans) {

  private static final Text EMPTY = new Text(List.of());

  /**
   * A piece of text in one style.
   *
   * @param text without line breaks
   * @param style how it looks
   */
  public record Span(String text, Style style) {}

  /** Copies the pieces. */
  public Text {
    spans = List.copyOf(spans);
  }

  /** An empty line. */
  public static Text empty() {
    return EMPTY;
  }

  /** A line without any style. */
  public static Text of(String text) {
    return EMPTY.plain(text);
  }

  /** This line, and then more of it in no style. */
  public Text plain(String text) {
    return add(text, Style.PLAIN);
  }

  /** This line, and then more of it, fainter. */
  public Text dim(String text) {
    return add(text, Style.DIM);
  }

  /** This line, and then more of it, stronger. */
  public Text bold(String text) {
    return add(text, Style.BOLD);
  }

  /** This line, and then more of it in some style. */
  public Text add(String text, Style style) {
    List<Span> longer = new ArrayList<>(spans);
    longer.add(new Span(text, style));
    return new Text(longer);
  }

  /** The text without its styles. */
  public String unstyled() {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }

  /** The text with its styles. */
  public String styled() {
    return spans.stream()
        .map(span -> span.style().paint(span.text()))
        .collect(Collectors.joining());
  }

  /** The text cut so that it fits a number of columns. */
  Text within(int columns) {
    List<Span> kept = new ArrayList<>();
    int left = columns;
    for (Span span : spans) {
      String part = span.text().substring(0, Math.min(left, span.text().length()));
      left -= part.length();
      kept.add(new Span(part, span.style()));
    }
    return new Text(kept);
  }
}
