package dev.irsa.integration.promises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One history of lifecycles: made of a seed alone, or of steps.
 *
 * @param test what plays it again, an argument of surefire and more
 */
record LifecycleHistory(String test, List<Step> steps) {

  /** How long something may take that has to happen. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

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

  /** Plays it with the product as it is. */
  void play() {
    play(List.of(), PATIENCE);
  }

  /** Plays it with a mistake in the product; what does not happen soon is not waited for. */
  void play(Change mistake, Duration patience) {
    play(List.of(mistake), patience);
  }

  private void play(List<Change> mistakes, Duration patience) {
    Product product = new Product(mistakes);
    List<String> timeline = new ArrayList<>();
    try (Site site = new Site();
        Play play = new Play(site, product, patience, timeline)) {
      try {
        steps.forEach(play::step);
        play.end();
      } catch (RuntimeException | Error failure) {
        throw new Failed(this, failure, timeline);
      }
      product.requireChanged();
    }
  }

  /** A history in which something went wrong, told as a timeline. */
  static final class Failed extends AssertionError {
    /** The one that was broken, or null. */
    final transient Promise promise;

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
      this.promise = failure instanceof Promise.Broken broken ? broken.promise : null;
    }
  }
}
