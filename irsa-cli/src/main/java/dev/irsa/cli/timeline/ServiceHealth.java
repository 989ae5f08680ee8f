package dev.irsa.cli.timeline;

/** How STS responds to exchanges during a period. */
public enum StsHealth {
  WELL("well"),
  DOWN("down"),
  THROTTLED("throttled"),
  HANGING("hanging"),
  SLOW("slow"),
  REJECTING("rejects tokens"),
  SKEWED("clocks differ"),
  DENYING("denies");

  private final String label;

  StsHealth(String label) {
    this.label = label;
  }

  /** Returns the label, for people. */
  public String label() {
    return label;
  }
}
