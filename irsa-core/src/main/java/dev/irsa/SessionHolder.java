package dev.irsa;

import dev.irsa.session.Owner;
import dev.irsa.session.SessionCache;
import org.jspecify.annotations.Nullable;

/** Where a handle's session comes from: resolved and leased on first use. Thread-safe. */
interface SessionHolder extends Owner {

  /**
   * Returns the session, leased now if it was not yet.
   *
   * @throws dev.irsa.identity.MisconfiguredException when the configuration cannot be resolved; the
   *     next call tries anew
   * @throws IllegalStateException when closed
   */
  SessionCache session();

  /** Returns the session if it is leased; resolves and leases nothing, never throws. */
  @Nullable SessionCache sessionInHand();

  /** Returns what is configured, resolved now if it was not yet. */
  Configuration configuration();

  /** Returns the same with another role. */
  SessionHolder forRole(String roleArn);

  /** Returns on whose behalf the session is asked: the handle whose close ends the waits. */
  Owner owner();

  /**
   * Returns the session once more, after it was found closed. One that was evicted between being
   * taken and being asked is replaced.
   *
   * @param found what the session answered with; thrown again when the handle itself is closed
   */
  SessionCache sessionAfter(IllegalStateException found);

  /** Gives the lease back; harmless twice. */
  void close();
}
