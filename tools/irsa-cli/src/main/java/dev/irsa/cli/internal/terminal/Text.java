package dev.irsa.cli.internal.terminal;

import dev.irsa.doctor.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of styled text. Immutable; additions return a new line.
 *
 * @param spans the spans, in order
 */
public record Text(List<Span> spans) {

  private static final Text EMPTY = new Text(List.of());

  /**
   * A span of text in one style.
   *
   * @param text the text; line breaks and control characters are shown as escapes
   * @param style the style
   */
  public record Span(String text, Style style) {

    /** Makes everything visible, since parts of a text can come from outside. */
    public Span {
      text = VisibleText.line(text);
    }
  }

  /** Copies the spans. */
  public Text {
    spans = List.copyOf(spans);
  }

  /** Returns an empty line. */
  public static Text empty() {
    return EMPTY;
  }

  /** Returns an unstyled line. */
  public static Text of(String text) {
    return EMPTY.plain(text);
  }

  /** Returns this line followed by unstyled text. */
  public Text plain(String text) {
    return add(text, Style.PLAIN);
  }

  /** Returns this line followed by dimmed text. */
  public Text dim(String text) {
    return add(text, Style.DIM);
  }

  /** Returns this line followed by bold text. */
  public Text bold(String text) {
    return add(text, Style.BOLD);
  }

  /** Returns this line followed by text in a style. */
  public Text add(String text, Style style) {
    List<Span> longer = new ArrayList<>(spans);
    longer.add(new Span(text, style));
    return new Text(longer);
  }

  /** Returns the text as it is written, with or without its styles. */
  public String written(boolean coloured) {
    return spans.stream()
        .map(span -> coloured ? span.style().paint(span.text()) : span.text())
        .collect(Collectors.joining());
  }

  /** Returns the text truncated to a number of columns. */
  public Text within(int columns) {
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
