package dev.irsa;

import dev.irsa.credentials.IrsaEvent;

/**
 * Receives the events of a session. It is called on a background thread; the events of one session
 * arrive in order, one at a time and once, however many handles of the session the listener was
 * registered with. Exceptions are logged and ignored. A listener belongs to the handles that it was
 * registered with and receives no events after they are closed or garbage collected, except the
 * {@link IrsaEvent.Closed} that follows from a close.
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
