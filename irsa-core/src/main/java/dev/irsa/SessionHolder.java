package dev.irsa;

import dev.irsa.session.SessionCache;

/** Where a handle's session comes from: resolved and leased on first use. Thread-safe. */
interface SessionHolder {

  /**
   * Returns the session, leased now if it was not yet.
   *
   * @throws dev.irsa.identity.MisconfiguredException when the configuration cannot be resolved; the
   *     next call tries anew
   * @throws IllegalStateException when closed
   */
  SessionCache session();

  /** Returns what is configured, resolved now if it was not yet. */
  Configuration configuration();

  /** Returns the same with another role. */
  SessionHolder forRole(String roleArn);

  boolean isClosed();

  /** Gives the lease back; harmless twice. */
  void close();
}
