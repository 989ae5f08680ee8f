package dev.irsa.cli.lab;

/** The result of a demonstration. Immutable. */
public final class LabReport {
  private final Verdict verdict;

  LabReport(Verdict verdict) {
    this.verdict = verdict;
  }

  /** Returns whether every claim holds. */
  public boolean holds() {
    return verdict.holds();
  }

  /** Returns the complete result as one JSON document. */
  public String json() {
    return JsonReport.of(verdict);
  }

  Verdict verdict() {
    return verdict;
  }
}
