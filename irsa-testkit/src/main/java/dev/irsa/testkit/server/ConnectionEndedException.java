package dev.irsa.testkit.server;

import java.io.IOException;

/** The fault has ended the connection: nothing more is to be read from it or written to it. */
final class ConnectionEndedException extends IOException {
  ConnectionEndedException(String how) {
    super(how);
  }
}
