package dev.irsa.cli.lab;

import dev.irsa.cli.report.Report;

/** The result of a demonstration. Immutable. */
public final class LabReport {
  private final boolean holds;
  private final String json;
  private final Report page;

  LabReport(Verdict verdict) {
    this.holds = verdict.holds();
    this.json = JsonReport.of(verdict);
    this.page = PageContent.of(verdict);
  }

  LabReport(ScenarioVerdict verdict) {
    this.holds = verdict.holds();
    this.json = JsonReport.of(verdict);
    this.page = ScenarioContent.of(verdict);
  }

  /** Returns whether every claim holds. */
  public boolean holds() {
    return holds;
  }

  /** Returns the complete result as one JSON document. */
  public String json() {
    return json;
  }

  /** Returns the complete result as a page. */
  public Report page() {
    return page;
  }
}
