package dev.irsa.cli.report;

/** Estimates the width of text, which only the browser knows exactly. */
final class Glyphs {
  private static final double SMALL = 6.2;

  private Glyphs() {}

  /** Returns the approximate width of a label in a chart, in pixels. */
  static double width(String label) {
    return label.length() * SMALL;
  }
}
