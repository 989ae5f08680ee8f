package dev.irsa.exploration;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.irsa.exploration.Explorer.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happens on a path, event by event. */
final class Timeline {

  /**
   * An event and what follows from it.
   *
   * @param at the time after it since the start of the world
   */
  record Line(String at, Event event, String follows) {}

  private Timeline() {}

  static List<Line> of(Path path) {
    World world = path.start().get();
    List<String> told = world.startTelling();
    List<Line> lines = new ArrayList<>();
    for (Event event : path.events()) {
      world.apply(event);
      lines.add(new Line(World.at(world.millis()), event, summary(told)));
      told.clear();
    }
    return lines;
  }

  /** Says once what happened several times. */
  private static String summary(List<String> told) {
    if (told.isEmpty()) {
      return "nothing";
    }
    Map<String, Long> counts =
        told.stream().collect(groupingBy(each -> each, LinkedHashMap::new, counting()));
    return counts.entrySet().stream()
        .map(
            each -> each.getKey() + (each.getValue() > 1 ? " (" + each.getValue() + " times)" : ""))
        .collect(joining(", "));
  }

  /** Returns a text of one line for each event. */
  static String text(Path path) {
    return of(path).stream()
        .map(
            line ->
                "%s  %s: %s -> %s\n"
                    .formatted(line.at, line.event, line.event.description(), line.follows))
        .collect(joining());
  }
}
