package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import org.jspecify.annotations.Nullable;

/** What the engine requests. None of it calls the engine back before it returns. */
public interface EngineActions {
  /**
   * Queues an attempt. {@link RefreshEngine#started} says when it may start.
   *
   * @param urgent whether there are no valid credentials
   * @param spare whether it asks the spare endpoint
   */
  void requestAttempt(long attempt, boolean urgent, boolean spare);

  /**
   * Makes the attempt urgent that was requested last and is queued, because callers without
   * credentials are waiting for it.
   */
  void promote();

  /**
   * Aborts the attempt that was requested last.
   *
   * @param timedOut whether its time limit has passed; otherwise the flight was abandoned
   */
  void abort(boolean timedOut);

  /**
   * Returns what keeps the attempt that was requested last from calling the issuer, or null if it
   * calls it or nothing particular is known. Does not block.
   */
  @Nullable CredentialsException obstacle();

  /** Checks in the background whether the token has changed. */
  void lookForNewInput();

  /** Reads the claims of the token in the background. */
  void readClaims();

  /** Ends a caller's wait. */
  void complete(WaitingCaller waiter, CallerResult outcome);

  /** Publishes an event to the log and the listeners. */
  void publish(IrsaEvent event);
}
