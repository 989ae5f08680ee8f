package dev.irsa.exploration;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.exploration.Explorer.Path;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.simulation.Invariant;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * States with the same fingerprint are explored once. That is right only if nothing that happens
 * later can tell them apart.
 */
class FingerprintTest {

  /** Every so many pairs of paths to the same state is played on. */
  private static final int SAMPLE = 9;

  /** How often and how far a pair is played on. */
  private static final int TRIES = 2;

  private static final int LATER = 6;

  /** Plays pairs of paths to the same state on, with the same random events. */
  private static final class Comparison extends Explorer {
    private final Set<String> leftOut;
    private final SplittableRandom random = new SplittableRandom(1);
    private int met;
    private int compared;
    private @Nullable String difference;

    Comparison(Scope scope, Set<String> leftOut) {
      super(Rules.starts(Invariant.class, Rules.STANDARD::provider), scope.events(), false);
      this.leftOut = leftOut;
    }

    @Override
    long fingerprint(World world) {
      return world.fingerprint(new Fingerprint(world, leftOut));
    }

    @Override
    void meetAgain(int state, Path other) {
      met++;
      Path one = pathTo(state);
      boolean isWhole = leftOut.equals(Fingerprint.LEFT_OUT);
      if (isWhole ? met % SAMPLE == 0 : one.play().fingerprint() != other.play().fingerprint()) {
        compared++;
        for (int i = 0; i < TRIES && difference == null; i++) {
          difference = difference(one, other);
        }
      }
    }

    private @Nullable String difference(Path one, Path another) {
      World first = one.play();
      World second = another.play();
      List<Event> later = new ArrayList<>();
      for (int steps = 0; steps < LATER; steps++) {
        List<Event> possible = possible(first);
        if (!possible.equals(possible(second))) {
          return "%s and %s allow other events after %s"
              .formatted(one.events(), another.events(), later);
        }
        Event event = possible.get(random.nextInt(possible.size()));
        later.add(event);
        String outcome = outcome(first, event);
        String other = outcome(second, event);
        if (!outcome.equals(other)) {
          return "%s and %s differ after %s: %s, and %s"
              .formatted(one.events(), another.events(), later, outcome, other);
        }
      }
      return null;
    }

    private static List<Event> possible(World world) {
      return Arrays.stream(Event.values()).filter(world::isPossible).toList();
    }

    private String outcome(World world, Event event) {
      List<String> told = world.startTelling();
      long before = world.millis();
      world.apply(event);
      return told + " for " + (world.millis() - before) + " ms, then " + fingerprint(world);
    }
  }

  @Test
  void equalFingerprintsHaveEqualFutures() {
    Comparison comparison = new Comparison(Scope.EVERYTHING, Fingerprint.LEFT_OUT);
    var unused = comparison.explore(4, List.of());

    assertNull(comparison.difference);
    assertTrue(comparison.compared > 1000, "compared: " + comparison.compared);
  }

  @Tag("deep")
  @Test
  void theComparisonNoticesAFingerprintThatIsTooSmall() {
    Set<String> leftOut = new HashSet<>(Fingerprint.LEFT_OUT);
    leftOut.add("BackoffState.count");
    Comparison comparison = new Comparison(Scope.FAULTS, leftOut);
    var unused = comparison.explore(7, List.of());

    assertNotNull(comparison.difference);
  }

  @Test
  void whatIsLeftOutExists() throws ReflectiveOperationException {
    for (String name : Fingerprint.LEFT_OUT) {
      String[] parts = name.split("\\.", -1);
      String packageName = RefreshEngine.class.getPackageName();
      Stream<String> fields =
          Arrays.stream(Class.forName(packageName + "." + parts[0]).getDeclaredFields())
              .map(Field::getName);
      assertTrue(fields.anyMatch(parts[1]::equals), name);
    }
  }
}
