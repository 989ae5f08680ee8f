package dev.irsa;

import dev.irsa.credentials.IrsaEvent;

/**
 * Receives the events of a session. It is called on a background thread; the events of one session
 * arrive in order and one at a time. Exceptions are logged and ignored. A listener belongs to the
 * handle that it was registered with and receives no events after that handle is closed.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IrsaListener {
  /**
   * Handles an event. Should return promptly: later events are queued behind it, and the oldest are
   * dropped if more than 1,000 are waiting. Credentials are not delayed.
   */
  void onEvent(IrsaEvent event);
}
