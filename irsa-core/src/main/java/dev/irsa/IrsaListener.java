package dev.irsa;

import dev.irsa.credentials.IrsaEvent;

/**
 * Is told what happens to a session. Called on a background thread, one event at a time and in
 * order for one session; what it throws is logged and ignored. It belongs to the handle that it was
 * given to and hears nothing after that handle's close.
 */
@FunctionalInterface
public interface IrsaListener {
  /** Hears of one event. Must return soon; later events wait behind it, credentials do not. */
  void onEvent(IrsaEvent event);
}
