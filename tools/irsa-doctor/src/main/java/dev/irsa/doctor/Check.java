package dev.irsa.doctor;

import java.time.Duration;
import java.util.Objects;

/**
 * One check of a {@link Report}. Immutable; contains no secrets.
 *
 * @param id the stable id, {@code IRSA-01} to {@code IRSA-26}, {@code POD-01} to {@code POD-09}
 * @param title what was checked, in a few words
 * @param verdict the result
 * @param found what was found, or why it could not be judged, on one line
 * @param fix how to fix it, made from what was found; empty if there is nothing to fix; may have
 *     several lines
 * @param took the time that the check took, not negative
 * @since 0.1
 */
public record Check(
    String id, String title, Verdict verdict, String found, String fix, Duration took) {

  /** Checks that nothing is missing. */
  public Check {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(fix, "fix");
    if (took.isNegative()) {
      throw new IllegalArgumentException("took must not be negative");
    }
  }
}
