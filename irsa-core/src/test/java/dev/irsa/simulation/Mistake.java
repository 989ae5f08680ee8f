package dev.irsa.simulation;

import java.util.function.Supplier;

/** A mistake that a proof has to find: a constant of an enum. */
public interface Mistake extends Replacement.Change {

  /**
   * Looks for the mistake in the library that is loaded with this class.
   *
   * @return what should have found it and did not, otherwise an empty text
   */
  Supplier<String> finder();

  /** A test, which calls its methods as JUnit does. */
  interface Test {
    void run() throws Exception;
  }

  /** Returns a finder that is a test: it has to fail. */
  static Supplier<String> foundBy(Test test) {
    return () -> {
      try {
        test.run();
        return "the test does not fail";
      } catch (AssertionError expected) {
        return "";
      } catch (Exception other) {
        throw new IllegalStateException(other);
      }
    };
  }
}
