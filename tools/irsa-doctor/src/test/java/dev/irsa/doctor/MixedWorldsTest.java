package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worlds with two causes, drawn from all pairs that do not change the same thing. The first cause
 * must be one of the two, and the one that a pod meets first. {@code -Dirsa.doctor.pairs=2000}
 * plays all of them.
 */
class MixedWorldsTest {

  private static final int PAIRS = Integer.getInteger("irsa.doctor.pairs", 60);

  @TempDir private Path directory;

  private record Pair(PlantedCause one, PlantedCause other) {

    boolean isRight(String cause) {
      if (has("IRSA-13") && has("IRSA-15")) {
        // Times cannot be judged before the clock is right.
        return cause.equals("IRSA-15");
      }
      int order = one.phase().compareTo(other.phase());
      boolean isOne = one.id().equals(cause);
      boolean isOther = other.id().equals(cause);
      return order == 0 ? isOne || isOther : order < 0 ? isOne : isOther;
    }

    private boolean has(String id) {
      return one.id().equals(id) || other.id().equals(id);
    }
  }

  @Test
  void theFirstCauseIsTheOneThatAPodMeetsFirst() throws IOException {
    List<Pair> pairs = draw();
    List<String> wrong = new ArrayList<>();
    for (Pair pair : pairs) {
      String cause = causeIn(pair);
      if (!pair.isRight(cause)) {
        wrong.add(pair + " -> " + cause);
      }
    }
    System.out.printf(
        "Right first cause in %d of %d worlds with two causes%n",
        pairs.size() - wrong.size(), pairs.size());

    assertTrue(pairs.size() >= 30, () -> "only " + pairs.size() + " pairs");
    assertEquals(List.of(), wrong);
  }

  private static List<Pair> draw() {
    List<Pair> pairs = new ArrayList<>();
    for (PlantedCause one : PlantedCause.values()) {
      for (PlantedCause other : PlantedCause.values()) {
        if (one.compareTo(other) < 0 && one.isCompatibleWith(other)) {
          pairs.add(new Pair(one, other));
        }
      }
    }
    Collections.shuffle(pairs, new Random(1));
    return pairs.subList(0, Math.min(PAIRS, pairs.size()));
  }

  private String causeIn(Pair pair) throws IOException {
    Path root = Files.createTempDirectory(directory, "world").resolve("root");
    try (PodWorld world = new PodWorld(Files.createDirectory(root), pair.one().kind())) {
      pair.one().plantIn(world);
      pair.other().plantIn(world);
      Report report = world.examine();
      Outputs.assertNothingSecret(report, world);
      return report.cause() == null ? "none" : report.cause().id();
    }
  }
}
