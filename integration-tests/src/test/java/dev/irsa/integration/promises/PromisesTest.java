package dev.irsa.integration.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README's sentences, in random histories of what applications do to providers. They play in
 * real time, so they need a machine for themselves: {@code .ci/run deep}.
 */
class PromisesTest {

  private static final long HISTORIES = 8;

  static LongStream seeds() {
    Long seed = Long.getLong("irsa.promises.seed");
    long histories = Long.getLong("irsa.promises.histories", HISTORIES);
    return seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, histories);
  }

  @Tag("deep")
  @ParameterizedTest(name = "-Dirsa.promises.seed={0}")
  @MethodSource("seeds")
  void everyPromiseHoldsInTheHistory(long seed) {
    LifecycleHistory.of(seed).play();
  }

  /** Whatever the agent does once the pod has credentials. */
  @Tag("deep")
  @ParameterizedTest
  @EnumSource
  void everyPromiseHoldsInAPodOfPodIdentity(Doors.Kind door) {
    List<Step> steps = new ArrayList<>();
    steps.add(Step.open(door, Step.OF_POD_IDENTITY));
    steps.add(Step.Kind.CROWD.step(0));
    for (Sts after : Sts.values()) {
      steps.add(Step.sts(after));
      steps.add(Step.Kind.CALL.step(0));
      steps.add(Step.Kind.CROWD.step(0));
      steps.add(Step.Kind.REFRESH.step(0));
    }
    steps.add(Step.Kind.CLOSE_ALL.step(0));
    new LifecycleHistory("PromisesTest", steps).play();
  }

  @Tag("deep")
  @Test
  void everyPromiseHoldsWithoutAThreadInTheCommonPool() throws Exception {
    String told =
        ForkedJava.run(
            WithoutCommonPool.class.getName(),
            List.of(
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
                "-XX:TieredStopAtLevel=1"),
            Map.of(),
            "101",
            "102");

    assertTrue(told.contains("2 histories"), told);
  }

  @Test
  void theHistoriesHaveEveryKindOfStep() {
    Set<Step.Kind> missing = EnumSet.allOf(Step.Kind.class);
    LongStream.rangeClosed(1, HISTORIES)
        .mapToObj(LifecycleHistory::of)
        .flatMap(history -> history.steps().stream())
        .forEach(step -> missing.remove(step.kind()));

    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @EnumSource
  void thePromiseStandsInItsDocumentWordByWord(Promise promise) throws IOException {
    Path document = Path.of(System.getProperty("irsa.test.root"), promise.document());

    String text = Files.readString(document).replaceAll("[>\\s]+", " ");

    assertTrue(text.contains(promise.sentence()), promise.sentence());
  }

  /** Plays histories in a JVM of its own. */
  static final class WithoutCommonPool {

    private WithoutCommonPool() {}

    public static void main(String[] seeds) {
      Stream.of(seeds).forEach(seed -> LifecycleHistory.of(Long.parseLong(seed)).play());
      System.out.println(seeds.length + " histories");
      // The SDKs' threads are nobody's concern here.
      System.exit(0);
    }
  }
}
