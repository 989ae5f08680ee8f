package dev.irsa.testkit.internal.server;

import java.io.IOException;

/** Thrown for input that is not an HTTP request this server supports. */
public final class BadRequestException extends IOException {
  BadRequestException(String message) {
    super(message);
  }
}
