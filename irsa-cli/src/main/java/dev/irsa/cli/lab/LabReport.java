package dev.irsa.cli.lab;

/** The result of a show for those who started it. Immutable. */
public final class LabReport {
  private final Verdict verdict;

  LabReport(Verdict verdict) {
    this.verdict = verdict;
  }

  /** Whether every claim was checked and holds. */
  public boolean holds() {
    return verdict.holds();
  }

  /** All of it as one JSON document. */
  public String json() {
    return JsonReport.of(verdict);
  }

  Verdict verdict() {
    return verdict;
  }
}
