package dev.irsa.cli.timeline;

/** How the service that issues credentials responds during a period. */
public enum ServiceHealth {
  WELL("well"),
  DOWN("down"),
  THROTTLED("throttled"),
  HANGING("hanging"),
  SLOW("slow"),
  REJECTING("rejects tokens"),
  SKEWED("clocks differ"),
  DENYING("denies");

  private final String label;

  ServiceHealth(String label) {
    this.label = label;
  }

  /** Returns the label, for people. */
  public String label() {
    return label;
  }
}
