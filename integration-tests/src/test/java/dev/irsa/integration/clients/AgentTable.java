package dev.irsa.integration.clients;

import java.util.Arrays;
import java.util.List;

/** A table of {@code docs/performance.md}. */
enum AgentTable implements MeasuredTable {
  KNOWN_FAULTS("the known faults of the SDKs");

  private final String title;

  /** A row of the table. */
  enum Situation {
    THROTTLED("STS throttles the first call"),
    HANGS("STS does not respond to the first request"),
    DENIED("STS denies the role"),
    VERIFICATION_KEY("STS cannot get the keys of the cluster, once"),
    WITHOUT_STS("the SDK's module for STS is missing"),
    ROLE_ALONE("only `AWS_ROLE_ARN` is set"),
    EMPTY_TOKEN("the token file is empty during the first call"),
    THREADS("20 threads make the first call at once"),
    CHAINS("10 default chains in one process"),
    SLOW_REFRESH("STS takes 3 s for a refresh; 5 calls"),
    DOWN("STS is down in the last minute of valid credentials; 5 calls"),
    EXPIRED("STS issues expired credentials; 10 calls");

    private final String label;

    Situation(String label) {
      this.label = label;
    }

    /** Returns the first cell. */
    @Override
    public String toString() {
      return label;
    }
  }

  AgentTable(String title) {
    this.title = title;
  }

  @Override
  public List<String> rows() {
    return Arrays.stream(Situation.values()).map(Situation::toString).toList();
  }

  /** Returns the name in the page. */
  @Override
  public String toString() {
    return title;
  }
}
