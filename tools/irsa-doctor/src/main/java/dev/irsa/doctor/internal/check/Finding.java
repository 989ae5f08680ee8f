package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Report.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a check found. Immutable.
 *
 * @param verdict the result
 * @param found what was found, or why it could not be judged
 * @param fix how to fix it; empty if there is nothing to fix
 * @param step the step in which an application meets the cause, or null for that of the cause
 */
record Finding(Verdict verdict, String found, String fix, @Nullable Step step) {

  static Finding pass(String found) {
    return new Finding(Verdict.PASS, found, "", null);
  }

  static Finding warn(String found, String fix) {
    return new Finding(Verdict.WARN, found, fix, null);
  }

  static Finding fail(String found, String fix) {
    return new Finding(Verdict.FAIL, found, fix, null);
  }

  static Finding skip(String why) {
    return new Finding(Verdict.SKIP, why, "", null);
  }

  /**
   * Returns a copy for a cause that an application meets in another step than that of the cause.
   */
  Finding in(Step other) {
    return new Finding(verdict, found, fix, other);
  }
}
