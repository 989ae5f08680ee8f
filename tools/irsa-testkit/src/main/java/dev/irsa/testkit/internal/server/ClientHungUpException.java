package dev.irsa.testkit.internal.server;

/** Thrown by a service that stops working on a request because its client is gone. */
public final class ClientHungUpException extends RuntimeException {
  /** Creates an exception. */
  public ClientHungUpException() {
    super("the client closed the connection before the response");
  }
}
