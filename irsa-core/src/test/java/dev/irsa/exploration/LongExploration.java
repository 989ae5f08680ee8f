package dev.irsa.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.exploration.Explorer.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The searches of {@link ExplorationTest} with more events (docs/internals/proof.md contains the
 * command). Its name excludes it from the build.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class LongExploration {

  @ParameterizedTest
  @EnumSource(names = "CALLS", mode = EnumSource.Mode.EXCLUDE)
  void theEngineViolatesNoInvariantInAnyOrderOfMoreEvents(Scope scope) {
    int deeper = Integer.getInteger("irsa.exploration.deeper", 0);
    long start = System.nanoTime();

    Result result = Search.invariants(scope, scope.longDepth() + deeper, List.of());

    System.out.printf(
        "%s: %d events, %,d states, %,d transitions, %d s%n",
        scope,
        result.depth(),
        result.states(),
        result.transitions(),
        (System.nanoTime() - start) / 1_000_000_000);
    assertEquals(Map.of(), result.found());
  }
}
