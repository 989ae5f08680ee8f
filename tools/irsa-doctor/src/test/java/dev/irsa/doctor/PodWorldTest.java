package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that changes a healthy world. */
abstract class PodWorldTest {

  @TempDir private Path directory;

  PodWorld world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = new PodWorld(Files.createDirectory(directory.resolve("root")));
  }

  /** Makes another world if the pod must get its credentials in another way. */
  void beOf(PodWorld.Kind kind) throws IOException {
    if (world.kind != kind) {
      world.close();
      world = new PodWorld(Files.createDirectory(directory.resolve("other")), kind);
    }
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /** Examines the world and returns one check. */
  Check examine(String id) {
    return examineWhole().check(id);
  }

  /** Examines the world, and searches the outputs for secrets. */
  Report examineWhole() {
    Report report = world.examine();
    Outputs.assertNothingSecret(report, world);
    return report;
  }

  /** Fails unless the most likely cause has an id and says some texts. */
  void assertCause(String id, String... contained) {
    assertCause(examineWhole(), id, contained);
  }

  static void assertCause(Report report, String id, String... contained) {
    assertEquals(id, report.cause() == null ? "none" : report.cause().id(), report::toString);
    assertCheck(report.cause(), Verdict.FAIL, contained);
  }

  /**
   * Fails unless a check has a verdict, and its finding and fix contain some texts. They must not
   * contain a text behind an exclamation mark.
   */
  static void assertCheck(Check check, Verdict verdict, String... contained) {
    assertEquals(verdict, check.verdict(), check::toString);
    for (String text : contained) {
      boolean isForbidden = text.startsWith("!");
      boolean isContained =
          (check.found() + check.fix()).contains(isForbidden ? text.substring(1) : text);
      assertTrue(isContained != isForbidden, () -> "'" + text + "' in " + check);
    }
  }
}
