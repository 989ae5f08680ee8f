package dev.irsa.simulation;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Configures the amount of checking: little in every build, more with {@code -Dirsa.lincheck=10} or
 * so.
 */
public final class LincheckRuns {

  private static final int FACTOR = Integer.getInteger("irsa.lincheck", 1);

  /**
   * The time after which an invocation counts as hung, in milliseconds. The first one instruments
   * hundreds of classes, for which the default of some seconds is too short on a busy machine.
   */
  private static final long HUNG_AFTER = 120_000;

  /** The depth at which a recursion counts as endless: StackReserve tries out 64 frames. */
  private static final int DEEPEST = 200;

  private LincheckRuns() {}

  /**
   * Returns options for model checking, which tries interleavings on threads that it schedules
   * itself.
   */
  public static ModelCheckingOptions modelChecking() {
    ModelCheckingOptions options = new ModelCheckingOptions();
    var unused = options.invocationTimeout$lincheck(HUNG_AFTER);
    return options
        .recursionBound(DEEPEST)
        .iterations(FACTOR)
        .invocationsPerIteration(20 * FACTOR)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .minimizeFailedScenario(false);
  }

  /** Returns options for stress tests with real threads. */
  public static StressOptions stress() {
    StressOptions options = new StressOptions();
    var unused = options.invocationTimeout$lincheck(HUNG_AFTER);
    return options
        .iterations(5 * FACTOR)
        .invocationsPerIteration(100 * FACTOR)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .minimizeFailedScenario(false);
  }
}
