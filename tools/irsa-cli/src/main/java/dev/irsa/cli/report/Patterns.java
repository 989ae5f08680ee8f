package dev.irsa.cli.report;

import dev.irsa.cli.timeline.ServiceHealth;

/**
 * Fill patterns, so that what differs in colour differs in shape as well. Immutable.
 *
 * @param prefix distinguishes the patterns of the charts on one page
 */
record Patterns(String prefix) {
  private static final double SIZE = 6;

  /** Writes the definitions. */
  void define(Markup svg) {
    svg.open("defs");
    define(svg, "stripes", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2");
    define(svg, "dots", "M1.5,1.5 h1.6 M4.5,4.5 h1.6");
    define(svg, "lines", "M0,3 h6");
    svg.close();
  }

  private void define(Markup svg, String name, String path) {
    svg.open("pattern")
        .attribute("id", prefix + "-" + name)
        .attribute("width", SIZE)
        .attribute("height", SIZE)
        .attribute("patternUnits", "userSpaceOnUse");
    svg.empty("path").attribute("class", "pattern").attribute("d", path);
    svg.close();
  }

  /** Returns the fill that lies over the colour of a health; empty if the colour is plain. */
  String fill(ServiceHealth health) {
    return switch (health) {
      case WELL, DOWN -> "";
      case THROTTLED, REJECTING -> stripes();
      case HANGING, SLOW -> reference("dots");
      case SKEWED, DENYING -> reference("lines");
    };
  }

  /** Returns the fill of calls that were served as another identity. */
  String stripes() {
    return reference("stripes");
  }

  private String reference(String name) {
    return "url(#" + prefix + "-" + name + ")";
  }
}
