package dev.irsa.doctor.report;

import java.time.Duration;

/**
 * One check of a report. Immutable; contains no secrets. Later versions may add methods.
 *
 * @since 0.1
 */
public interface Check {

  /**
   * Returns the stable id, {@code IRSA-01} to {@code IRSA-27}, {@code POD-01} to {@code POD-09},
   * {@code OUT-01} to {@code OUT-05}.
   */
  String id();

  /** Returns what was checked, in a few words. */
  String title();

  /** Returns the result. */
  Verdict verdict();

  /** Returns what was found, or why it could not be judged, on one line. */
  String found();

  /**
   * Returns how to fix it, with the names and values that were found. Empty if nothing needs
   * fixing. May have several lines.
   */
  String fix();

  /** Returns the time that the check took, not negative. */
  Duration took();
}
