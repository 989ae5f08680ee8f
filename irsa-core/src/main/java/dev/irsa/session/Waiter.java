package dev.irsa.session;

import java.util.concurrent.CompletableFuture;

/**
 * A caller who waits for a flight.
 *
 * @param owner the handle that asks; its close ends the wait
 * @param kind what it gets when the flight fails
 * @param deadline when it stops waiting
 * @param result completed once, outside the lock
 */
record Waiter(Object owner, Kind kind, Due deadline, CompletableFuture<Outcome> result) {

  enum Kind {
    /** Credentials, old ones if they are still valid. */
    CREDENTIALS,
    /** The same, but the failure is told even where old ones are valid. */
    REFRESH
  }
}
