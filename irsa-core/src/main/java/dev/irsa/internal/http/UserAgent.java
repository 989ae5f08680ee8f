package dev.irsa.internal.http;

/** The user agent of this library. */
public final class UserAgent {

  /** The version of this library. A test compares it with that of the build. */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  static final String TEXT =
      "irsa/" + VERSION + " java/" + System.getProperty("java.version", "unknown");

  private UserAgent() {}
}
