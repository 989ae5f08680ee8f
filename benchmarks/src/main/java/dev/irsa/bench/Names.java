package dev.irsa.bench;

/** Names that the harness and the measured JVMs agree on. */
public final class Names {
  private Names() {}

  /** The role of all measurements that need just one. */
  public static final String ROLE = "arn:aws:iam::123456789012:role/bench";

  /** System property: the endpoint in plain text. */
  public static final String HTTP = "bench.http";

  /** System property: the endpoint over TLS. */
  public static final String HTTPS = "bench.https";

  /** System property: the token file. */
  public static final String TOKEN_FILE = "bench.tokenFile";

  /** Returns a system property that the harness sets. */
  public static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("Run by benchmarks/run only: " + name + " is not set");
    }
    return value;
  }
}
