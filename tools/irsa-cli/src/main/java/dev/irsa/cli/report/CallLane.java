package dev.irsa.cli.report;

import dev.irsa.cli.timeline.Call;
import dev.irsa.cli.timeline.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The calls of the application: served ones as columns above a base line, failed ones below it, and
 * waits as bars above all.
 */
final class CallLane implements Lane {
  static final String SERVED = "served";
  static final String OTHER = "as-other";
  static final String FAILED = "failed";
  static final String DENIED = "denied";

  /** Shorter waits are ordinary scheduling. */
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

  private static final double WAITS = 12;
  private static final double UP = 48;
  private static final double DOWN = 24;

  private final String summary;
  private final List<Call> calls;
  private final List<Wait> waits;
  private final Scale scale;
  private final Patterns patterns;

  /**
   * The scale that all pods of a chart share.
   *
   * @param steadyUntil after this, calls fail as they must
   * @param served the most calls served in one step of time
   * @param failed the most calls that failed in one step of time
   */
  record Scale(Instant steadyUntil, int served, int failed) {

    /** Returns the scale of a lane with the given calls as well. */
    Scale with(Axis axis, List<Call> calls) {
      Bins bins = bins(axis, calls);
      return new Scale(
          steadyUntil,
          Math.max(served, bins.highest(List.of(SERVED, OTHER))),
          Math.max(failed, bins.highest(List.of(FAILED, DENIED))));
    }

    private Bins bins(Axis axis, List<Call> calls) {
      Bins bins = new Bins(axis);
      calls.forEach(call -> bins.add(call.at(), kind(call)));
      return bins;
    }

    private String kind(Call call) {
      return switch (call.outcome()) {
        case SERVED -> SERVED;
        case OTHER_IDENTITY -> OTHER;
        case REJECTED, THREW -> call.at().isAfter(steadyUntil) ? DENIED : FAILED;
      };
    }
  }

  CallLane(String summary, List<Call> calls, List<Wait> waits, Scale scale, Patterns patterns) {
    this.summary = summary;
    this.calls = List.copyOf(calls);
    this.waits = waits.stream().filter(wait -> isShown(wait, scale.steadyUntil)).toList();
    this.scale = scale;
    this.patterns = patterns;
  }

  /** Returns whether a wait is worth showing. */
  static boolean isShown(Wait wait, Instant steadyUntil) {
    return wait.length().compareTo(SHORTEST_WAIT) >= 0 && !wait.from().isAfter(steadyUntil);
  }

  @Override
  public String name() {
    return "Calls";
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public double height() {
    return WAITS + UP + (scale.failed == 0 ? 0 : DOWN);
  }

  @Override
  public void draw(Markup svg, Axis axis, double top) {
    double base = top + WAITS + UP;
    Bins bins = scale.bins(axis, calls);
    double up = UP / Math.max(1, scale.served);
    double down = scale.failed == 0 ? 0 : DOWN / scale.failed;
    bins.draw(svg, base, up, List.of(), SERVED, "");
    bins.draw(svg, base, up, List.of(SERVED), OTHER, "");
    bins.draw(svg, base, up, List.of(SERVED), OTHER, patterns.stripes());
    bins.draw(svg, base, -down, List.of(), FAILED, "");
    bins.draw(svg, base, -down, List.of(FAILED), DENIED, "");
    bins.titles(svg, top + WAITS, height() - WAITS);
    svg.line(axis.left(), base, axis.right(), base).attribute("class", "base");
    scale(svg, axis, top, bins);
    waits.forEach(wait -> wait(svg, axis, top, wait));
  }

  /** Labels the height of the columns, where there are none. */
  private void scale(Markup svg, Axis axis, double top, Bins bins) {
    boolean margin = axis.left() > 0;
    svg.open("text", "scale")
        .attribute("x", margin ? axis.left() - 6 : axis.right())
        .attribute("y", margin ? top + WAITS + 9 : top - 7)
        .attribute("text-anchor", "end")
        .text(String.format(Locale.ROOT, "%.0f/s", bins.perSecond(scale.served)))
        .close();
  }

  private static void wait(Markup svg, Axis axis, double top, Wait wait) {
    double x = axis.x(wait.from());
    svg.open("rect", "wait")
        .area(x, top + 1, Math.max(2, axis.x(wait.until()) - x), WAITS - 5)
        .attribute("rx", 2)
        .title(
            "%s: %s waited %s for credentials"
                .formatted(
                    Words.between(axis.from(), wait.from()),
                    wait.stream(),
                    Words.between(wait.from(), wait.until())))
        .close();
  }
}
