package dev.irsa.doctor.internal.check;

/** Judges one row. */
interface RowCheck {
  /** Returns what the evidence says about the row. */
  Finding examine(Evidence evidence);
}
