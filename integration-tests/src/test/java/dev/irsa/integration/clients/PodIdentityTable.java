package dev.irsa.integration.clients;

import java.util.Arrays;
import java.util.List;

/** A table of {@code measured/pod-identity.md}. */
enum PodIdentityTable implements MeasuredTable {
  SLOW_AGENT("the agent takes 1.5 s", Rows.PROVIDERS),
  SLOW_EKS_AUTH("EKS Auth takes 1.5 s", Rows.PROVIDERS),
  LATE_AGENT("the agent starts 5 s after the pod", Rows.PROVIDERS),
  MANY_CLIENTS("20 clients in one JVM", Rows.PROVIDERS),
  MANY_CLIENTS_OF_A_SLOW_AGENT("20 clients in one JVM, the agent takes 1.5 s", Rows.PROVIDERS),
  AGENT_AWAY("the agent is away", Rows.PROVIDERS),
  AGENT_HANGS("the agent hangs", Rows.PROVIDERS),
  SAME_CREDENTIALS("the same credentials again", Rows.PROVIDERS),
  ACCEPTED("accepted", Rows.CLIENTS),
  NO_ASSOCIATION("without an association", Rows.CLIENTS),
  FORGED_TOKEN("a forged token", Rows.CLIENTS),
  NO_TAG_SESSION("a trust policy without sts:TagSession", Rows.CLIENTS),
  NODE_ROLE("without an association, on a node with a role", Rows.CLIENTS);

  private final String title;
  private final Rows rows;

  /** What the rows of a table are about. */
  private enum Rows {
    PROVIDERS,
    CLIENTS
  }

  PodIdentityTable(String title, Rows rows) {
    this.title = title;
    this.rows = rows;
  }

  @Override
  public List<String> rows() {
    return rows == Rows.PROVIDERS ? names(MeasuredProvider.values()) : names(LabClient.values());
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::toString).toList();
  }

  /** Returns the name in the page. */
  @Override
  public String toString() {
    return title;
  }
}
