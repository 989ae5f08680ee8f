package dev.irsa.internal.token;

import java.io.IOException;

/** Thrown if a file could not be read within the time limit. */
final class FileReadTimeoutException extends IOException {

  private static final long serialVersionUID = 1L;

  FileReadTimeoutException(String message) {
    super(message);
  }
}
