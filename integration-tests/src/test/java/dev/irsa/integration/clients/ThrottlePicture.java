package dev.irsa.integration.clients;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.fake.Svg;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Draws a report of {@code irsa lab --scenario throttle --peer sdk-v2}: whose role two pods use
 * while STS throttles their first calls, and afterwards.
 *
 * @param data the data of the report
 */
record ThrottlePicture(Map<String, Object> data) {

  private static final Pattern DATA =
      Pattern.compile("<script[^>]*id=\"data\">(.*?)</script>", Pattern.DOTALL);
  private static final int LEFT = 176;
  private static final int RIGHT = 726;
  private static final int TOP = 84;
  private static final int ROW = 56;
  private static final int BOTTOM = TOP + 2 * ROW;
  private static final int STEP_SECONDS = 2;

  /** Returns the picture of a report. */
  static ThrottlePicture of(String report) throws ParseException {
    Matcher data = DATA.matcher(report);
    if (!data.find()) {
      throw new AssertionError("the report has no data");
    }
    return new ThrottlePicture(JSONObjectUtils.parse(data.group(1)));
  }

  /** Returns in words what the picture shows. */
  String description() {
    return "STS throttles the first calls of two pods for %d s. Calls as the node's role: %s %d, %s %d, to the end."
        .formatted(
            Math.round((throttled().get(1) - throttled().get(0)) / 1_000.0),
            title(0),
            figure(0, "otherIdentity"),
            title(1),
            figure(1, "otherIdentity"));
  }

  /** Returns a picture with the lanes of this one: all else of it is drawn by hand. */
  String in(String picture) {
    String start = "<!-- measured: do not edit -->\n";
    Svg svg = new Svg();
    svg.title(description());
    List<Double> throttled = throttled().stream().map(this::x).toList();
    svg.rectangle("down", throttled.get(0), TOP - 22, throttled.get(1) - throttled.get(0), 138);
    double middle = (throttled.get(0) + throttled.get(1)) / 2;
    svg.text(middle, TOP - 6, "middle", "STS throttles");
    for (int pod = 0; pod < 2; pod++) {
      lane(svg, pod, TOP + pod * ROW);
    }
    for (int second = 0; second * 1_000L <= until(); second += STEP_SECONDS) {
      svg.text(x(second * 1_000L), BOTTOM + 26, "middle dim", second + " s");
    }
    return picture.substring(0, picture.indexOf(start) + start.length())
        + svg
        + picture.substring(picture.indexOf("<!-- end of what is measured -->"));
  }

  private void lane(Svg svg, int pod, int y) {
    svg.text(16, y + 15, "strong", title(pod));
    svg.text(16, y + 33, "dim", "%d as the node".formatted(figure(pod, "otherIdentity")));
    marks(svg, "good", pod, y + 4, "served");
    marks(svg, "node", pod, y + 4, "as-other");
    marks(svg, "bad", pod, y + 22, "failed", "failed-at-first");
  }

  /** Draws a mark at each time, or one wider mark where they touch. */
  private void marks(Svg svg, String style, int pod, int y, String... kinds) {
    Map<String, Object> calls = map(pod(pod).get("calls"));
    double[] at =
        Stream.of(kinds)
            .flatMap(kind -> ((List<?>) calls.getOrDefault(kind, List.of())).stream())
            .mapToLong(time -> ((Number) time).longValue())
            .sorted()
            .mapToDouble(this::x)
            .toArray();
    svg.marks(style, at, 3, 2, y, 14);
  }

  /** Returns when the throttling began and ended. */
  private List<Long> throttled() {
    return ((List<?>) data.get("health"))
        .stream()
            .map(ThrottlePicture::map)
            .filter(phase -> phase.get("health").equals("throttled"))
            .map(phase -> List.of(since(phase.get("from")), since(phase.get("until"))))
            .findFirst()
            .orElseThrow();
  }

  private long since(Object time) {
    Instant from = Instant.parse((String) data.get("from"));
    return Duration.between(from, Instant.parse((String) time)).toMillis();
  }

  private long until() {
    return since(data.get("steadyUntil"));
  }

  private String title(int pod) {
    return (String) pod(pod).get("title");
  }

  private long figure(int pod, String measure) {
    return ((Number) map(pod(pod).get("figures")).get(measure)).longValue();
  }

  private Map<String, Object> pod(int pod) {
    return map(((List<?>) data.get("pods")).get(pod));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object document) {
    return (Map<String, Object>) document;
  }

  /** Returns the position of a time, in steps of half a unit. */
  private double x(long millis) {
    double position = LEFT + (double) millis / until() * (RIGHT - LEFT);
    return Math.round(position * 2) / 2.0;
  }
}
