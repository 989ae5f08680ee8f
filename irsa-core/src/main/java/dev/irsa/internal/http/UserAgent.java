package dev.irsa.internal.http;

/** What this library calls itself. */
public final class UserAgent {

  /** The project's version; a test compares it with the build's. */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  static final String TEXT =
      "irsa/" + VERSION + " java/" + System.getProperty("java.version", "unknown");

  private UserAgent() {}
}
