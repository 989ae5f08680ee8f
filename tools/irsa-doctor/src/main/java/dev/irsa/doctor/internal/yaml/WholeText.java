package dev.irsa.doctor.internal.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A text that the parser reads in place. Its own reader copies what it has read of a scalar for
 * each kilobyte that follows, so that a scalar of some megabytes takes seconds.
 */
final class WholeText extends StreamReader {
  private static final String NAME = "'reader'";
  private static final int[] NO_SNIPPET = {};
  private static final String BREAKS = "\n\u0085\u2028\u2029";

  private final String text;
  private int position;
  private int positionInDocument;
  private int line;
  private int column;

  /** Creates a reader of a text that contains only printable characters. */
  WholeText(String text) {
    super("");
    this.text = text;
  }

  /** Returns the position of the first character that a document must not contain, or -1. */
  static int unprintable(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!isPrintable(text.codePointAt(i))) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Mark getMark() {
    return new Mark(NAME, position, line, column, NO_SNIPPET, 0);
  }

  @Override
  public int peek() {
    return peek(0);
  }

  @Override
  public int peek(int index) {
    return position + index < text.length() ? text.charAt(position + index) : 0;
  }

  @Override
  public String prefix(int length) {
    return text.substring(position, Math.min(text.length(), position + length));
  }

  @Override
  public String prefixForward(int length) {
    String prefix = prefix(length);
    position += length;
    positionInDocument += length;
    column += length; // no line break is in it
    return prefix;
  }

  @Override
  public void forward() {
    forward(1);
  }

  @Override
  public void forward(int length) {
    for (int i = 0; i < length && position < text.length(); i++) {
      char c = text.charAt(position++);
      positionInDocument++;
      if (BREAKS.indexOf(c) >= 0 || (c == '\r' && peek() != '\n')) {
        line++;
        column = 0;
      } else if (c != '\uFEFF') {
        column++;
      }
    }
  }

  @Override
  public int getColumn() {
    return column;
  }

  @Override
  public int getDocumentIndex() {
    return positionInDocument;
  }

  @Override
  public void resetDocumentIndex() {
    positionInDocument = 0;
  }

  @Override
  public int getIndex() {
    return position;
  }

  @Override
  public int getLine() {
    return line;
  }
}
