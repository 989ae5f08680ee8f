package dev.irsa;

import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a handle's session comes from: resolved and leased on first use. Thread-safe. */
interface SessionHandle extends LeaseOwner {

  /**
   * Returns the session, leased now if it was not yet.
   *
   * @throws dev.irsa.credentials.MisconfiguredException when the configuration cannot be resolved;
   *     the next call tries anew
   * @throws SessionClosedException when closed
   */
  SessionCache session();

  /** Returns the session if it is leased; resolves and leases nothing, never throws. */
  @Nullable SessionCache sessionInHand();

  /** Returns what is configured, resolved now if it was not yet. */
  ResolvedSettings configuration();

  /** Returns the same with another role. */
  SessionHandle forRole(String roleArn);

  /** Returns on whose behalf the session is asked: the handle whose close ends the waits. */
  LeaseOwner owner();

  /**
   * Asks the session something, leased now if it was not yet.
   *
   * @throws SessionClosedException when closed
   */
  <T> T ask(Function<SessionCache, T> question);

  /**
   * Returns the session if there is one, in use by anybody or kept, for a look: leases nothing and
   * counts as no use.
   */
  @Nullable SessionCache sessionForLook();

  /** Gives the lease back; idempotent. */
  void close();
}
