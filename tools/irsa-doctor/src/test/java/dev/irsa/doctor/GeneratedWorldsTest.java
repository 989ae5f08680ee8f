package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worlds from seeds. The cause named first must be the cause that a pod meets first. Its fix is
 * applied, and so on, until the pod is healthy or only a person can continue. {@code
 * -Dirsa.doctor.worlds=1000} plays more of them.
 */
class GeneratedWorldsTest {
  @TempDir private Path directory;

  private final List<String> wrong = new ArrayList<>();
  private final List<String> harmful = new ArrayList<>();
  private int byPerson;
  private int healed;

  @Test
  void eachCauseByItselfIsNamedFirstAndMended() throws IOException {
    playAndJudge(0, PlantedCause.values().length, 0);
  }

  @Test
  @Tag("deep")
  void manyWorldsAreJudgedAsAPodMeetsThem() throws IOException {
    playAndJudge(0, Integer.getInteger("irsa.doctor.worlds", 240), 3);
  }

  private void playAndJudge(int from, int to, int wrongPercent) throws IOException {
    for (long seed : LongStream.range(from, to).toArray()) {
      play(GeneratedWorld.of(seed));
    }
    int worlds = to - from;
    System.out.printf(
        "Worlds of the seeds %d to %d: first cause right in %d of %d, mended to the end %d, left to a"
            + " person %d%n",
        from, to - 1, worlds - wrong.size(), worlds, healed, byPerson);
    wrong.forEach(System.out::println);
    assertTrue(wrong.size() * 100 <= wrongPercent * worlds, wrong::toString);
    assertEquals(List.of(), harmful);
  }

  private void play(GeneratedWorld generated) throws IOException {
    Path root = Files.createTempDirectory(directory, "world").resolve("root");
    try (PodWorld world = generated.make(Files.createDirectory(root))) {
      if (generated.seed() % 2 == 0) {
        world.giveTrustPolicyIfThereIsARole();
      }
      Report report = examine(world);
      String cause = idOf(report);
      if (!generated.isFirst(cause)) {
        wrong.add(generated + " -> " + cause);
        return;
      }
      assertFalse(report.cause().fix().isBlank(), report::toString);
      if (generated.causes().size() == 1) {
        PodWorldTest.assertCheck(
            report.cause(), Verdict.FAIL, generated.causes().get(0).words().toArray(String[]::new));
      }
      if (generated.seed() % 4 == 0) {
        world.doctor.offline(true);
        examine(world);
        world.doctor.offline(false);
      }
      mend(generated, world, report);
    }
  }

  private void mend(GeneratedWorld generated, PodWorld world, Report first) {
    Report report = first;
    Access before = Access.of(world);
    for (int i = 0; report.cause() != null; i++) {
      Check cause = report.cause();
      if (!AppliedFix.apply(world, cause.fix())) {
        byPerson++;
        if (generated.causes().stream().noneMatch(PlantedCause::isMendedByPersons)) {
          harmful.add(generated + ": nothing to do in " + cause);
        }
        return;
      }
      List<String> changes = Access.of(world).changesSince(before);
      if (!changes.isEmpty()) {
        harmful.add(generated + ": changes " + changes + " by " + cause);
        return;
      }
      world.giveTrustPolicyAgain();
      report = examine(world);
      if (i == 5) {
        harmful.add(generated + ": not mended by " + cause);
        return;
      }
    }
    healed++;
  }

  private static Report examine(PodWorld world) {
    Report report = world.examine();
    Outputs.assertNothingSecret(report, world);
    return report;
  }

  private static String idOf(Report report) {
    return report.cause() == null ? "none" : report.cause().id();
  }
}
