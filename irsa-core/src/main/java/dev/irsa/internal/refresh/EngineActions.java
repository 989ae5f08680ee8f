package dev.irsa.internal.refresh;

import dev.irsa.credentials.IrsaEvent;

/** What the engine wants done once its lock is released. */
public interface EngineActions {
  /** An attempt wants to start; the bulkhead answers with {@link RefreshEngine#granted}. */
  void requestAttempt(long attempt, boolean urgent);

  /** A requested attempt has become urgent: someone without credentials waits for it. */
  void promote(long attempt);

  /**
   * An attempt is no longer wanted.
   *
   * @param timedOut whether its bound passed; else the cache was closed
   */
  void abort(long attempt, boolean timedOut);

  /** Someone should look whether the token has changed. */
  void lookForNewInput();

  /** Someone should read the token's claims. */
  void readClaims();

  /** A caller's wait is over. */
  void complete(Waiter waiter, CallResult outcome);

  /** Something happened that listeners should hear of. */
  void publish(IrsaEvent event);
}
