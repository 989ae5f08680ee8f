package dev.irsa.internal.refresh;

import dev.irsa.credentials.IrsaEvent;

/**
 * The actions that the engine requests. They are performed after the session's lock is released.
 */
public interface EngineActions {
  /**
   * Submits an attempt to the bulkhead, which calls {@link RefreshEngine#granted} when it may
   * start.
   */
  void requestAttempt(long attempt, boolean urgent);

  /** Makes a queued attempt urgent, because callers without credentials are waiting for it. */
  void promote(long attempt);

  /**
   * Aborts an attempt.
   *
   * @param timedOut whether its time limit has passed; otherwise the flight was abandoned
   */
  void abort(long attempt, boolean timedOut);

  /** Checks in the background whether the token has changed. */
  void lookForNewInput();

  /** Reads the claims of the token in the background. */
  void readClaims();

  /** Ends a caller's wait. */
  void complete(Waiter waiter, CallResult outcome);

  /** Publishes an event to the log and the listeners. */
  void publish(IrsaEvent event);
}
