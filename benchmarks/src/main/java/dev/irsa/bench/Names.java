package dev.irsa.bench;

/** Names shared by the harness and the measured JVMs. */
public final class Names {
  private Names() {}

  /** The role of all measurements that need only one. */
  public static final String ROLE = "arn:aws:iam::123456789012:role/bench";

  /** System property: the endpoint without TLS. */
  public static final String HTTP = "bench.http";

  /** System property: the endpoint with TLS. */
  public static final String HTTPS = "bench.https";

  /** System property: the token file. */
  public static final String TOKEN_FILE = "bench.tokenFile";

  /** System property: whether a measured JVM prints its profile. */
  public static final String PROFILE = "bench.profile";

  /** Returns a system property that the harness sets. */
  public static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: run this with benchmarks/run");
    }
    return value;
  }
}
