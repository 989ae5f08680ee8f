package dev.irsa.cli.internal.pod;

import java.util.Locale;

/** The kinds of calls that the pod makes, each at a steady rate. */
public enum CallStream {
  /** GetCallerIdentity by AWS SDK for Java 2.x, at the endpoint configured in the environment. */
  V2_STS(20),
  /** ListObjectsV2 by AWS SDK for Java 2.x. */
  V2_S3(12),
  /** GetCallerIdentity by AWS SDK for Java 1.x, at its default endpoint. */
  V1_STS(12),
  /**
   * The cluster's OIDC document, which needs no credentials. A pause of this stream is a pause of
   * the whole pod and not a wait for credentials.
   */
  CONTROL(12);

  private final int callsPerSecond;

  CallStream(int callsPerSecond) {
    this.callsPerSecond = callsPerSecond;
  }

  /** Returns the short, stable id, for programs. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the steady rate. */
  public int callsPerSecond() {
    return callsPerSecond;
  }

  /** Returns the time between the starts of two calls, in nanoseconds. */
  public long periodNanos() {
    return 1_000_000_000L / callsPerSecond;
  }

  /** Returns whether the calls need credentials. */
  public boolean needsCredentials() {
    return this != CONTROL;
  }
}
