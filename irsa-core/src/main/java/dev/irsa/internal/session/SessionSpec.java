package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a session: whose credentials it holds, how they are obtained, and when they are
 * refreshed. Users with equal descriptions share a session, and so its limits: everything that
 * affects the request or its timing belongs to the equality. Immutable. A session retains its
 * description, which therefore must not refer to a handle.
 */
public interface SessionSpec {

  /** Returns the role, and who issues its credentials; limits apply to each endpoint. */
  RoleAndIssuer subject();

  /** Creates the exchange of a new session. */
  Exchange newExchange(Clocks clocks);

  /** Returns when the credentials are refreshed. */
  RefreshPolicy policy();

  /** Returns the time without a call after which they are no longer refreshed ahead. */
  Duration idleAfter();

  /**
   * Creates the log of a new session, which receives its events independently of other listeners.
   */
  Consumer<IrsaEvent> newLog();

  /** Returns the session whose credentials sign the requests of this one, or null. */
  @Nullable SessionSpec signer();

  /**
   * Returns how long these credentials should be valid at least. If there are none that last as
   * long, others sign.
   */
  default Duration validityOfSigner() {
    return Duration.ZERO;
  }
}
