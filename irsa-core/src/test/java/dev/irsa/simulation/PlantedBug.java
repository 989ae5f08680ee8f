package dev.irsa.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mistake made in the library's source, from {@code planted-bugs.txt}.
 *
 * @param finder what finds it: {@code search} or {@code program}
 * @param where which search or program
 * @param violated the invariants that must catch it
 */
public record PlantedBug(
    String name,
    String finder,
    String where,
    List<Invariant> violated,
    List<SourceChange> changes) {

  @Override
  public String toString() {
    return name;
  }

  /** Returns the mistake with this name. */
  public static PlantedBug named(String name) {
    return all().stream().filter(bug -> bug.name.equals(name)).findFirst().orElseThrow();
  }

  /** Returns the mistakes that a search or a program finds. */
  public static List<PlantedBug> foundBy(String finder) {
    return all().stream().filter(bug -> bug.finder.equals(finder)).toList();
  }

  /** Returns all of them. */
  public static List<PlantedBug> all() {
    try (InputStream file = PlantedBug.class.getResourceAsStream("planted-bugs.txt")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n(?=bug )")).skip(1).map(PlantedBug::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PlantedBug parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
    String[] found = lines.get(1).split(" ", 2);
    return new PlantedBug(
        lines.get(0).substring("bug ".length()),
        found[0],
        found[1],
        Arrays.stream(lines.get(2).split(" ")).skip(1).map(Invariant::valueOf).toList(),
        Arrays.stream(text.split("\nin ")).skip(1).map(PlantedBug::change).toList());
  }

  private static SourceChange change(String text) {
    List<String> changed = new ArrayList<>();
    List<String> lines = text.lines().toList();
    lines.subList(2, lines.size()).stream()
        .filter(line -> line.startsWith("+"))
        .forEach(line -> changed.add(line.substring(1)));
    return new SourceChange(
        lines.get(0), lines.get(1).substring("- ".length()), String.join("\n", changed));
  }
}
