package dev.irsa.simulation;

import static java.util.stream.Collectors.joining;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.fake.Svg;
import dev.irsa.simulation.Contender.Got;
import dev.irsa.simulation.OutageSweep.Entrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Draws one outage, as long as AWS's own in us-east-1 on 2025-10-20: one caller that calls every
 * second, sessions of four hours, or of an hour with a spare endpoint.
 */
final class OutagePicture {

  private static final Duration LONG = Duration.ofHours(4);
  private static final Duration WINDOW = Duration.ofHours(2);
  private static final Outage OUTAGE = new Outage(Outage.Kind.ERRORS, minutes(190), minutes(88));

  private static final long FROM = minutes(100);
  private static final long UNTIL = minutes(300);
  private static final int LEFT = 176;
  private static final int WIDTH = 760;
  private static final int RIGHT = 34;
  private static final int ROW = 64;
  private static final int TOP = 104;

  /**
   * What one provider did.
   *
   * @param name the name in the picture
   * @param failures the times of the calls for credentials that failed
   * @param requests the times of its calls of STS
   * @param issued the times at which it got other credentials
   */
  private record Lane(String name, List<Long> failures, List<Long> requests, List<Long> issued) {

    static Lane of(String name, Contender contender) {
      List<Long> failures = new ArrayList<>();
      List<Long> issued = new ArrayList<>();
      long expiresAt = 0;
      for (long now = 0; now < UNTIL; ) {
        Got got = contender.get(now);
        if (got.isFailure() || got.expiresAt() <= got.at()) {
          failures.add(now);
        } else if (got.expiresAt() != expiresAt) {
          expiresAt = got.expiresAt();
          issued.add(now);
        }
        now = Math.max(now + 1_000, got.at());
      }
      return new Lane(name, failures, List.copyOf(contender.calls), issued);
    }

    long requestsSinceTheOutageBegan() {
      return requests.stream().filter(at -> at >= OUTAGE.start()).count();
    }
  }

  private final List<Lane> lanes =
      List.of(
          Lane.of("with a spare endpoint", OurContender.withSpare(Duration.ofHours(1), OUTAGE, 1)),
          Lane.of(
              "with long sessions",
              new OurContender(
                  RefreshPolicy.standard().withAdvisoryWindow(WINDOW), LONG, OUTAGE, 1)),
          Lane.of("SDK for Java 2.x", Entrant.SDK_V2.meet(LONG, OUTAGE, 1)),
          Lane.of("SDK for Java 1.x", Entrant.SDK_V1.meet(LONG, OUTAGE, 1)));

  private static long minutes(long minutes) {
    return Duration.ofMinutes(minutes).toMillis();
  }

  /** Returns in words what the picture shows. */
  String description() {
    return "STS of the region fails for %d minutes. Failed calls for credentials: %s."
        .formatted(
            Duration.ofMillis(OUTAGE.length()).toMinutes(), counts(lane -> lane.failures().size()));
  }

  private String counts(ToIntFunction<Lane> count) {
    return lanes.stream()
        .map(lane -> "%s %d".formatted(lane.name(), count.applyAsInt(lane)))
        .collect(joining(", "));
  }

  /** Returns a picture with the lanes of this one: all else of it is drawn by hand. */
  String in(String picture) {
    Svg svg = new Svg();
    for (int i = 0; i < lanes.size(); i++) {
      lane(svg, lanes.get(i), TOP + i * ROW);
    }
    String before = "STS fails</text>\n";
    return picture.substring(0, picture.indexOf(before) + before.length())
        + svg
        + picture.substring(picture.indexOf("<line"));
  }

  private static void lane(Svg svg, Lane lane, int y) {
    svg.text(16, y + 13, "strong", lane.name());
    svg.rectangle("good", x(FROM), y, x(UNTIL) - x(FROM), 16);
    marks(svg, "bad", lane.failures(), y, 16);
    marks(svg, "call", lane.requests(), y + 20, 8);
    lane.issued().stream()
        .filter(at -> at >= FROM)
        .mapToDouble(OutagePicture::x)
        .forEach(x -> svg.text(x, y + 41, "middle dim", "new"));
    svg.text(
        16,
        y + 30,
        "dim",
        "%d failed, %d to STS"
            .formatted(lane.failures().size(), lane.requestsSinceTheOutageBegan()));
  }

  /** Draws a mark of half a unit at each time, or one wider mark where they touch. */
  private static void marks(Svg svg, String style, List<Long> times, int y, int height) {
    double[] at =
        times.stream()
            .filter(time -> time >= FROM)
            .mapToDouble(OutagePicture::x)
            .distinct()
            .toArray();
    svg.marks(style, at, 0.5, 1, y, height);
  }

  /** Returns the position of a time, in steps of half a unit. */
  private static double x(long millis) {
    double position = LEFT + (double) (millis - FROM) / (UNTIL - FROM) * (WIDTH - LEFT - RIGHT);
    return Math.round(position * 2) / 2.0;
  }
}
