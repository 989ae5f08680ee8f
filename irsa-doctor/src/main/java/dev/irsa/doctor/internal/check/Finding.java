package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Verdict;

/**
 * What a check found. Immutable.
 *
 * @param verdict the result
 * @param found what was found, or why it could not be judged
 * @param fix how to fix it; empty if there is nothing to fix
 */
public record Finding(Verdict verdict, String found, String fix) {

  static Finding pass(String found) {
    return new Finding(Verdict.PASS, found, "");
  }

  static Finding warn(String found, String fix) {
    return new Finding(Verdict.WARN, found, fix);
  }

  static Finding fail(String found, String fix) {
    return new Finding(Verdict.FAIL, found, fix);
  }

  static Finding skip(String why) {
    return new Finding(Verdict.SKIP, why, "");
  }
}
