package dev.irsa.doctor.internal.check;

/** Judges one cause. */
interface CauseCheck {
  /** Returns what the evidence says about the cause. */
  Finding examine(Evidence evidence);
}
