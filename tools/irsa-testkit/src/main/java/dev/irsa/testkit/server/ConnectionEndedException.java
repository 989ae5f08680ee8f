package dev.irsa.testkit.server;

import java.io.IOException;

/** Thrown when a fault has ended the connection, which can no longer be used. */
final class ConnectionEndedException extends IOException {
  ConnectionEndedException(String how) {
    super(how);
  }
}
