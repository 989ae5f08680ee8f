package dev.irsa.doctor.report;

/**
 * The result of a check.
 *
 * @since 0.1
 */
public enum Verdict {
  /** The check found no problem. */
  PASS,
  /** It works now, but may fail later or elsewhere. */
  WARN,
  /** The pod does not get its role, or gets another one, until this is fixed. */
  FAIL,
  /** Could not be judged; the check says why. */
  SKIP
}
