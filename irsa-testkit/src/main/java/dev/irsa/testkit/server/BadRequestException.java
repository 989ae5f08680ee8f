package dev.irsa.testkit.server;

import java.io.IOException;

/** What was read is no HTTP request that this server understands. */
final class BadRequestException extends IOException {
  BadRequestException(String message) {
    super(message);
  }
}
