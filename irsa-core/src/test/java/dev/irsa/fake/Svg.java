package dev.irsa.fake;

/** What is drawn between the parts of a picture that are drawn by hand. */
public final class Svg {

  private final StringBuilder elements = new StringBuilder();

  /** Adds a title, which tells in words what the picture shows. */
  public void title(String title) {
    elements.append("<title>%s</title>\n".formatted(title));
  }

  /** Adds a text of some classes of style. */
  public void text(double x, int y, String style, String text) {
    elements.append(
        "<text x=\"%s\" y=\"%d\" class=\"%s\">%s</text>\n".formatted(x, y, style, text));
  }

  /** Adds a rectangle of a class of style. */
  public void rectangle(String style, double x, int y, double width, int height) {
    elements.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>\n"
            .formatted(style, x, y, width, height));
  }

  /**
   * Adds a mark at each position, or one wider mark where they touch.
   *
   * @param at the positions, in ascending order
   * @param gap the maximum distance of positions that touch
   * @param width the width of a mark
   */
  public void marks(String style, double[] at, double gap, int width, int y, int height) {
    for (int first = 0; first < at.length; ) {
      int last = first;
      while (last + 1 < at.length && at[last + 1] - at[last] <= gap) {
        last++;
      }
      rectangle(style, at[first], y, at[last] - at[first] + width, height);
      first = last + 1;
    }
  }

  @Override
  public String toString() {
    return elements.toString();
  }
}
