package dev.irsa.exploration;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.exploration.World.Conditions;
import dev.irsa.simulation.Invariant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A long random order of events, with time between them, in a world whose conditions are random as
 * well: the mode, the lifetime of credentials, the clock of STS, the jitter. STS responds in one
 * way for some time, then in another one. A seed makes one walk.
 */
record Walk(long seed, Set<Integer> leftOut) {

  private static final int STEPS = 90;

  /** What happens between the responses of STS, each as often as it says. */
  private static final List<Event> DRAWN =
      Stream.of(Event.values())
          .flatMap(event -> Collections.nCopies(event.weight(), event).stream())
          .toList();

  /** How STS responds, often with credentials; without a response a call runs into its limit. */
  private static final List<@Nullable Event> RESPONSES =
      Arrays.asList(
          Event.SUCCESS,
          Event.SUCCESS,
          Event.SUCCESS,
          Event.SUCCESS,
          Event.UNCHANGED,
          Event.OUTAGE,
          Event.THROTTLED,
          Event.DENIED,
          Event.TOKEN,
          null);

  /**
   * What a walk found.
   *
   * @param violated the invariants that its last step violated
   * @param covered what happened, and in which state of the credentials
   * @param timeline a line for each step
   */
  record Outcome(Set<Invariant> violated, Set<String> covered, List<String> timeline) {}

  static Walk of(long seed) {
    return new Walk(new SplittableRandom(seed).nextLong(), Set.of());
  }

  Outcome play() {
    return new Play().outcome();
  }

  /** Leaves steps out as long as the walk violates the same invariant. */
  Walk shortened(Invariant violated) {
    Walk shortest = this;
    for (int size = STEPS / 2; size > 0; size /= 2) {
      for (int from = 0; from < STEPS; from += size) {
        Set<Integer> less = new HashSet<>(shortest.leftOut);
        boolean isLess =
            less.addAll(IntStream.range(from, Math.min(STEPS, from + size)).boxed().toList());
        Walk shorter = new Walk(seed, less);
        if (isLess && shorter.play().violated.contains(violated)) {
          shortest = shorter;
        }
      }
    }
    return shortest;
  }

  /** Returns what happens on a walk that failed. */
  String text() {
    Outcome outcome = play();
    return "%s in a walk with the seed %dL, %s:\n%s"
        .formatted(outcome.violated, seed, conditions(), String.join("\n", outcome.timeline));
  }

  private Conditions conditions() {
    SplittableRandom random = new SplittableRandom(seed);
    RefreshPolicy policy =
        random.nextInt(10) == 1
            ? RefreshPolicy.standard().withStaticStability(Duration.ofMinutes(30))
            : RefreshPolicy.standard();
    long[] lifetimes = {15, 60, 60, 240, 720};
    long lifetime = lifetimes[random.nextInt(lifetimes.length)] * World.MINUTE;
    long[] leads = {0, 0, 5, -5, 60, -60};
    return new Conditions(
        policy,
        lifetime,
        1 + (long) (random.nextDouble() * 1.2 * lifetime),
        leads[random.nextInt(leads.length)] * World.MINUTE,
        (1 + random.nextInt(90)) * World.MINUTE,
        6,
        random.nextInt(3) == 0);
  }

  /** One playing of the walk. */
  private final class Play {
    private final SplittableRandom random = new SplittableRandom(seed).split();
    private final World world = world();
    private final List<String> told = world.startTelling();
    private final Set<String> covered = new LinkedHashSet<>();
    private final List<String> timeline = new ArrayList<>();
    private @Nullable Event response = Event.SUCCESS;

    private World world() {
      SplittableRandom jitter = random.split();
      return new World(conditions(), jitter::nextDouble);
    }

    Outcome outcome() {
      toTheEnd();
      Set<Invariant> violated = new LinkedHashSet<>(world.judge().found());
      if (violated.isEmpty()) {
        violated.addAll(Healing.check(world, () -> new Play().toTheEnd()));
      }
      return new Outcome(violated, covered, timeline);
    }

    private World toTheEnd() {
      for (int step = 0; step < STEPS && isWell(); step++) {
        // Drawn even if it is left out, so that the others stay the same.
        long gap = gap();
        Event next = RESPONSES.get(random.nextInt(RESPONSES.size()));
        Event event = DRAWN.get(random.nextInt(DRAWN.size()));
        boolean changes = random.nextInt(4) == 0;
        SplittableRandom own = random.split();
        if (leftOut.contains(step)) {
          continue;
        }
        pass(gap < 0 ? due() - gap : world.millis() + gap, own);
        response = changes ? next : response;
        if (isWell() && world.isPossible(event)) {
          apply(event);
        }
      }
      return world;
    }

    private boolean isWell() {
      return world.judge().found().isEmpty();
    }

    /** Returns a time until the next step, or a negative one after what is due next. */
    private long gap() {
      long[] longest = {50, 50, 10_000, 10_000, 120_000, 120_000, 30, 30, 90, 240};
      int kind = random.nextInt(longest.length + 2);
      if (kind >= longest.length) {
        return -1L - random.nextInt(10_000);
      }
      return (long) (random.nextDouble() * longest[kind] * (kind < 6 ? 1 : World.MINUTE));
    }

    private long due() {
      long due = world.wakeAt();
      return due == Long.MAX_VALUE ? world.millis() : due;
    }

    private void pass(long until, SplittableRandom own) {
      // The token is looked at every second while STS rejects it, so not for hours.
      long mended = world.millis() + 10 * World.MINUTE;
      while (world.millis() < until && isWell()) {
        if (response == Event.TOKEN && world.millis() > mended) {
          response = Event.SUCCESS;
        }
        if (!world.isCalling() || response == null) {
          world.passUntil(until);
        } else {
          respond(response, own.nextInt(4) == 0 ? own.nextInt(7_000) : 50);
        }
      }
      if (!told.isEmpty()) {
        tell("time passes");
      }
    }

    private void respond(Event how, long after) {
      long at = world.millis() + after;
      while (world.millis() < at && world.isCalling() && isWell()) {
        world.passUntil(at);
      }
      if (world.isCalling() && isWell()) {
        apply(world.isPossible(how) ? how : Event.SUCCESS);
      }
    }

    private void apply(Event event) {
      covered.add(event + " while " + state());
      world.apply(event);
      tell(event.description());
    }

    private String state() {
      if (world.judge().held() == null) {
        return "EMPTY";
      }
      return world.judge().isSurelyValid() ? "VALID" : "EXPIRED";
    }

    private void tell(String what) {
      timeline.add(World.at(world.millis()) + "  " + what + " -> " + String.join(", ", told));
      told.clear();
    }
  }
}
