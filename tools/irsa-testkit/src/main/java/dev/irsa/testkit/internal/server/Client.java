package dev.irsa.testkit.internal.server;

/** The client that waits for the response to one request. */
public interface Client {
  /**
   * Registers what to do if the client closes the connection, or its sending side, before it has
   * the response. Can be called once per request. The action runs on a thread of its own, at once
   * if the client is already gone.
   */
  void onHangUp(Runnable action);
}
