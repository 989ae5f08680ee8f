package dev.irsa.test;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives every property of every module the seed of the build, so that each build tries the same
 * values: 1, or the value of the system property {@code irsa.test.seed}. The stage {@code
 * random_seeds} of CI draws another one. This class is an artifact, on which every module with
 * properties depends.
 */
public final class FixedSeed implements AroundPropertyHook {
  static final String SEED = System.getProperty("irsa.test.seed", "1");

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext property, PropertyExecutor executor) {
    if (property.attributes().seed().isEmpty()) {
      property.attributes().setSeed(SEED);
    }
    return executor.execute();
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
