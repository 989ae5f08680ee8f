package dev.irsa.integration.clients;

import java.util.List;

/** A table of a page whose rows are measured. */
enum FaultTable {
  KNOWN_FAULTS(
      "docs/performance.md",
      "the known faults of the SDKs",
      "STS throttles the first call",
      "STS does not respond to the first request",
      "STS denies the role",
      "STS cannot get the keys of the cluster, once",
      "the SDK's module for STS is missing",
      "only `AWS_ROLE_ARN` is set",
      "the token file is empty during the first call",
      "20 threads make the first call at once",
      "10 default chains in one process",
      "STS takes 3 s for a refresh; 5 calls",
      "STS is down in the last minute of valid credentials; 5 calls",
      "STS issues expired credentials; 10 calls"),
  POD_IDENTITY(
      "docs/performance.md",
      "EKS Pod Identity",
      "the agent takes 1.5 s",
      "EKS Auth takes 1.5 s for every call, so the agent gives up",
      "the agent starts 5 s after the pod",
      "20 clients call at once",
      "the same, and the agent takes 1.5 s",
      "the agent is away for 30 s, until 45 s before the end; 30 calls",
      "the agent hangs, 110 s are left; 3 calls",
      "the agent serves the same credentials again; 350 calls in 35 s",
      "there is no association"),
  CREATE_OR_BUILD(
      "docs/adopting.md",
      "create() or builder().build()",
      "1,000 clients: calls of STS, added threads, added connections",
      "one of two clients is closed, sessions of 75 s");

  private final String page;
  private final String title;

  /** Not modifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> rows;

  FaultTable(String page, String title, String... rows) {
    this.page = page;
    this.title = title;
    this.rows = List.of(rows);
  }

  /** Returns the page that shows it. */
  MeasuredPage page() {
    return MeasuredPage.of(page);
  }

  /** Returns the first cells of the rows. */
  List<String> rows() {
    return rows;
  }

  /** Returns the name in the page. */
  @Override
  public String toString() {
    return title;
  }
}
