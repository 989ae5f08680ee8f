package dev.irsa.exploration;

import dev.irsa.simulation.Invariant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays every order of events up to a number of them, breadth first, so that what is found first
 * has the fewest events. Worlds cannot be copied, so each state is reached by playing its events
 * again; states with the same fingerprint are continued once.
 */
final class Explorer {

  /** A sequence of events from the start of one of the worlds. */
  record Path(Supplier<World> start, List<Event> events) {

    World play() {
      World world = start.get();
      events.forEach(world::apply);
      return world;
    }

    /** Returns a text of one line for each event: what follows from it. */
    String timeline() {
      World world = start.get();
      List<String> told = world.startTelling();
      StringBuilder text = new StringBuilder();
      for (Event event : events) {
        world.apply(event);
        String follows = told.isEmpty() ? "nothing" : String.join(", ", new LinkedHashSet<>(told));
        text.append(
            "%s  %s: %s -> %s\n"
                .formatted(World.at(world.millis()), event, event.description(), follows));
        told.clear();
      }
      return text.toString();
    }

    private @Nullable Event last() {
      return events.isEmpty() ? null : events.get(events.size() - 1);
    }

    private Path then(Event event) {
      return new Path(start, Stream.concat(events.stream(), Stream.of(event)).toList());
    }
  }

  /**
   * The result of a search.
   *
   * @param found the shortest path to each violation that was found
   * @param depth the number of events of the longest paths
   */
  record Result(Map<Invariant, Path> found, int depth, int states, int transitions) {}

  private final List<Supplier<World>> starts;
  private final Set<Event> events;

  private final Map<Invariant, Path> found = new LinkedHashMap<>();
  private final Set<Long> known = new HashSet<>();

  /** What may happen next, for each state that is continued. */
  private final List<List<Event>> possible = new ArrayList<>();

  private int[] parents = new int[1 << 12];
  private @Nullable Event[] lastEvents = new Event[1 << 12];
  private int states;
  private int transitions;

  /**
   * Creates an explorer.
   *
   * @param starts create the worlds in which the search starts
   * @param events what may happen
   */
  Explorer(List<Supplier<World>> starts, Set<Event> events) {
    this.starts = starts;
    this.events = events;
  }

  /**
   * Explores all paths of up to the given number of events, or until one of the wanted violations
   * is found.
   */
  Result explore(int depth, List<Invariant> wanted) {
    for (int start = 0; start < starts.size(); start++) {
      Path path = new Path(starts.get(start), List.of());
      add(path.play(), path, -1 - start, depth > 0);
    }
    int from = 0;
    int done = 0;
    boolean enough = false;
    while (done < depth && from < states && !enough) {
      int to = states;
      for (int state = from; state < to && !enough; state++) {
        expand(state, done + 1 < depth);
        enough = wanted.stream().anyMatch(found::containsKey);
      }
      from = to;
      done++;
    }
    return new Result(found, done, states, transitions);
  }

  private void expand(int state, boolean isContinued) {
    Path path = pathTo(state);
    for (Event event : possible.get(state)) {
      transitions++;
      Path longer = path.then(event);
      try {
        World next = longer.play();
        next.judge().found().forEach(each -> found.putIfAbsent(each, longer));
        add(next, longer, state, isContinued);
      } catch (RuntimeException failure) {
        throw new IllegalStateException("after " + longer, failure);
      }
    }
  }

  /**
   * Adds a state unless it is known. If it is continued, the world is used up to check whether it
   * heals, because playing takes nearly all of the time.
   */
  private void add(World world, Path path, int parent, boolean isContinued) {
    if (!known.add(world.fingerprint())) {
      return;
    }
    if (isContinued) {
      possible.add(events.stream().filter(world::isPossible).toList());
      Healing.check(world, path::play).forEach(each -> found.putIfAbsent(each, path));
    }
    if (states == parents.length) {
      parents = Arrays.copyOf(parents, 2 * states);
      lastEvents = Arrays.copyOf(lastEvents, 2 * states);
    }
    parents[states] = parent;
    lastEvents[states] = path.last();
    states++;
  }

  /** Returns the shortest path to a state. */
  private Path pathTo(int state) {
    List<Event> backwards = new ArrayList<>();
    int at = state;
    while (parents[at] >= 0) {
      backwards.add(lastEvents[at]);
      at = parents[at];
    }
    Collections.reverse(backwards);
    return new Path(starts.get(-1 - parents[at]), backwards);
  }
}
