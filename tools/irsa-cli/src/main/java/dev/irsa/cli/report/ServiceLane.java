package dev.irsa.cli.report;

import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.cli.timeline.ServicePhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the issuing service responded, as a band with labels below it. */
final class ServiceLane implements Lane {
  private static final double BAND = 14;
  private static final double LABEL = 13;

  private static final int MOST_ROWS = 2;

  private final String service;
  private final List<ServicePhase> phases;
  private final Patterns patterns;
  private final List<Label> labels;

  /** A label below the band. */
  private record Label(String text, double x, int row) {}

  ServiceLane(String service, List<ServicePhase> phases, Axis axis, Patterns patterns) {
    this.service = service;
    this.phases = List.copyOf(phases);
    this.patterns = patterns;
    this.labels = labels(phases, axis);
  }

  private static List<Label> labels(List<ServicePhase> phases, Axis axis) {
    Rows rows = new Rows(4);
    List<Label> labels = new ArrayList<>();
    for (ServicePhase phase : phases) {
      if (phase.health() != ServiceHealth.WELL) {
        String text = phase.health().label();
        double width = Glyphs.width(text);
        double middle = (axis.x(phase.from()) + axis.x(phase.until())) / 2;
        double x = Math.max(axis.left(), Math.min(axis.right() - width, middle - width / 2));
        labels.add(new Label(text, x, rows.place(x, x + width)));
      }
    }
    return labels.stream().filter(label -> label.row < MOST_ROWS).toList();
  }

  @Override
  public String name() {
    return service;
  }

  @Override
  public String summary() {
    long troubles = phases.stream().filter(phase -> isTrouble(phase.health())).count();
    return switch ((int) troubles) {
      case 0 -> "well throughout";
      case 1 -> "in trouble once";
      default -> "in trouble " + troubles + " times";
    };
  }

  /** Returns whether the service fails to do its work. A denial is work well done. */
  static boolean isTrouble(ServiceHealth health) {
    return health != ServiceHealth.WELL && health != ServiceHealth.DENYING;
  }

  @Override
  public double height() {
    return BAND + LABEL * labels.stream().mapToInt(label -> label.row + 1).max().orElse(0);
  }

  @Override
  public void draw(Markup svg, Axis axis, double top) {
    phases.forEach(phase -> band(svg, axis, top, phase));
    for (Label label : labels) {
      svg.open("text", "label")
          .attribute("x", label.x)
          .attribute("y", top + BAND + (label.row + 1) * LABEL - 1)
          .text(label.text)
          .close();
    }
  }

  private void band(Markup svg, Axis axis, double top, ServicePhase phase) {
    double x = axis.x(phase.from());
    double width = Math.max(1, axis.x(phase.until()) - x);
    svg.open("g", "service " + style(phase.health()))
        .title(
            "%s %s for %s: %s"
                .formatted(
                    service,
                    phase.health().label(),
                    Words.between(phase.from(), phase.until()),
                    phase.detail()));
    rect(svg, x, top, width);
    svg.attribute("class", "ground");
    String pattern = patterns.fill(phase.health());
    if (!pattern.isEmpty()) {
      rect(svg, x, top, width);
      svg.attribute("fill", pattern);
    }
    svg.close();
  }

  private static void rect(Markup svg, double x, double top, double width) {
    svg.empty("rect").area(x, top, width, BAND);
  }

  /** Returns the CSS class of a health. */
  static String style(ServiceHealth health) {
    return health.name().toLowerCase(Locale.ROOT);
  }
}
