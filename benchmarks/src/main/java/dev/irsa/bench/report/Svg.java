package dev.irsa.bench.report;

import java.util.Locale;

/** Draws a figure, with a background that is light or dark as the reader prefers. */
final class Svg {

  private final StringBuilder svg = new StringBuilder();

  Svg(int width, int height, String description) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="system-ui, sans-serif" font-size="13">
        <title>%s</title>
        <style>
          :root { --page: #ffffff; --text: #1f2328; --dim: #59636e; --line: #d1d9e0; --good: #dafbe1; --limit: #1a7f37; --ours: #0969da; --now: #cf222e; }
          @media (prefers-color-scheme: dark) {
            :root { --page: #0d1117; --text: #f0f6fc; --dim: #9198a1; --line: #3d444d; --good: #12261e; --limit: #3fb950; --ours: #4493f8; --now: #f85149; }
          }
          .page { fill: var(--page); } text { fill: var(--text); } .dim { fill: var(--dim); } .line { stroke: var(--line); }
          .good { fill: var(--good); } .limit { stroke: var(--limit); stroke-dasharray: 5 4; }
          .ours { fill: var(--ours); }
          .curve { fill: none; stroke-width: 1.5; stroke: var(--ours); } .now { fill: none; stroke: var(--now); stroke-width: 2.5; }
          .end { text-anchor: end; } .middle { text-anchor: middle; } .head { font-size: 16px; font-weight: 600; } .strong { font-weight: 600; } .small { font-size: 11px; }
        </style>
        <rect class="page" width="%1$d" height="%2$d" rx="8"/>
        """
            .formatted(width, height, escaped(description)));
  }

  void text(double x, double y, String style, String text) {
    add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, escaped(text));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, x1, y1, x2, y2);
  }

  void circle(String style, double x, double y, double radius) {
    add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", style, x, y, radius);
  }

  void rectangle(String style, double x, double y, double width, double height) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        style, x, y, width, height);
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return svg + "</svg>\n";
  }
}
