package dev.irsa.cli.pod;

/** The kinds of calls that the pod makes, each at its own steady rate. */
public enum CallStream {
  /** GetCallerIdentity by AWS SDK for Java 2.x, at the endpoint that the environment names. */
  V2_STS("v2-sts", "SDK 2.x GetCallerIdentity", 20),
  /** ListObjectsV2 by AWS SDK for Java 2.x. */
  V2_S3("v2-s3", "SDK 2.x S3 ListObjectsV2", 12),
  /** GetCallerIdentity by AWS SDK for Java 1.x, at its default endpoint. */
  V1_STS("v1-sts", "SDK 1.x GetCallerIdentity", 12),
  /**
   * The cluster's OIDC document, which needs no credentials: what makes this stream pause makes the
   * whole pod pause, and is no wait for credentials.
   */
  CONTROL("control", "OIDC document", 12);

  private final String id;
  private final String title;
  private final int callsPerSecond;

  CallStream(String id, String title, int callsPerSecond) {
    this.id = id;
    this.title = title;
    this.callsPerSecond = callsPerSecond;
  }

  /** Short name, stable, for machines. */
  public String id() {
    return id;
  }

  /** What is called by what, for people. */
  public String title() {
    return title;
  }

  /** The steady rate. */
  public int callsPerSecond() {
    return callsPerSecond;
  }

  /** The pause from the start of a call to that of the next, in nanoseconds. */
  public long periodNanos() {
    return 1_000_000_000L / callsPerSecond;
  }

  /** Whether the calls need credentials. */
  public boolean needsCredentials() {
    return this != CONTROL;
  }

  static CallStream of(String id) {
    for (CallStream stream : values()) {
      if (stream.id.equals(id)) {
        return stream;
      }
    }
    throw new IllegalArgumentException("no such stream: " + id);
  }
}
