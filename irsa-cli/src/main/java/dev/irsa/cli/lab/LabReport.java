package dev.irsa.cli.lab;

import dev.irsa.cli.report.Report;

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

  /** Returns the complete result as a page. */
  public Report page() {
    return PageContent.of(verdict);
  }

  Verdict verdict() {
    return verdict;
  }
}
