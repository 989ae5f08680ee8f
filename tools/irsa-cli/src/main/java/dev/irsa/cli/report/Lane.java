package dev.irsa.cli.report;

/** One row of a timeline. Immutable. */
interface Lane {

  /** Returns what the lane shows, in a word or two. */
  String name();

  /** Returns its content in a few words. */
  String summary();

  /** Returns its height in pixels. */
  double height();

  /** Draws it, with its upper edge at the given y. */
  void draw(Markup svg, Axis axis, double top);
}
