package dev.irsa.integration.promises;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One history of lifecycles: made of a seed alone, or of steps.
 *
 * @param test what plays it again, an argument of surefire and more
 */
record LifecycleHistory(String test, List<Step> steps) {

  static LifecycleHistory of(long seed) {
    SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong());
    int length = 16 + random.nextInt(13);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      steps.add(Step.Kind.OPEN.step(random.nextInt(10_000)));
    }
    while (steps.size() < length) {
      steps.add(Step.draw(random));
    }
    return new LifecycleHistory("PromisesTest -Dirsa.promises.seed=" + seed, List.copyOf(steps));
  }

  /** Plays it. */
  void play() {
    Product product = new Product();
    List<String> timeline = new ArrayList<>();
    try (Site site = new Site();
        Play play = new Play(site, product, timeline)) {
      try {
        steps.forEach(play::step);
        play.end();
      } catch (RuntimeException | Error failure) {
        throw new Failed(this, failure, timeline);
      }
    }
  }

  /** A history in which something went wrong, told as a timeline. */
  static final class Failed extends AssertionError {
    private Failed(LifecycleHistory history, Throwable failure, List<String> timeline) {
      super(
          String.join(
              "\n",
              String.valueOf(failure.getMessage()),
              "in this history:",
              String.join("\n", timeline),
              "To play it again: ./mvnw -pl integration-tests -am verify"
                  + " -Dsurefire.failIfNoSpecifiedTests=false -Dirsa.excluded-groups=none -Dtest="
                  + history.test),
          failure);
    }
  }
}
