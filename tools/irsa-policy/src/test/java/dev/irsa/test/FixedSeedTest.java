package dev.irsa.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

class FixedSeedTest {

  @Property(tries = 2, generation = GenerationMode.RANDOMIZED)
  @AddLifecycleHook(SeedIsThatOfTheBuild.class)
  void aPropertyTriesTheValuesOfTheBuildsSeed(@ForAll long value) {}

  /** Sees the result with the seed that the property had. */
  static final class SeedIsThatOfTheBuild implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext property, PropertyExecutor executor) {
      PropertyExecutionResult result = executor.execute();
      assertEquals(FixedSeed.SEED, result.seed().orElse("none"));
      return result;
    }
  }
}
