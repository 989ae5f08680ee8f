package dev.irsa.exploration;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.exploration.World.Caller;
import dev.irsa.internal.identity.ExchangeResult;

/**
 * What is explored: the engine, or other rules. It tells the {@link World} which calls it makes and
 * what callers get. Rules that lack a feature do not meet its events.
 */
interface Provider {

  void ask(Caller caller);

  /** Handles the success of a call to STS. */
  void succeeded(long call, ExchangeResult issued);

  /** Handles the failure of a call to STS. */
  void failed(long call, CredentialsException failure, boolean hasNewInput);

  /**
   * Returns when the next wake-up is due in milliseconds of {@link World#millis}, or {@link
   * Long#MAX_VALUE}. Rules without timers return when their next decision may change.
   */
  long wakeAt();

  void wake();

  /** Adds everything that influences what happens later. */
  void addTo(Fingerprint fingerprint);

  default void askLasting(Caller caller) {
    throw new UnsupportedOperationException();
  }

  default void refresh(Caller caller) {
    throw new UnsupportedOperationException();
  }

  default void leave(Caller caller) {
    throw new UnsupportedOperationException();
  }

  /** Handles that no handle is open and no caller waits. */
  default void park() {
    throw new UnsupportedOperationException();
  }

  default void open() {
    throw new UnsupportedOperationException();
  }

  default void invalidate(String key) {
    throw new UnsupportedOperationException();
  }

  default void forget() {
    throw new UnsupportedOperationException();
  }

  default void status() {
    throw new UnsupportedOperationException();
  }
}
