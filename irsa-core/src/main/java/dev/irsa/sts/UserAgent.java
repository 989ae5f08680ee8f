package dev.irsa.sts;

/** What this library calls itself. */
final class UserAgent {

  /** The project's version; a test compares it with the build's. */
  static final String VERSION = "0.1.0-SNAPSHOT";

  static final String TEXT =
      "irsa/" + VERSION + " java/" + System.getProperty("java.version", "unknown");

  private UserAgent() {}
}
