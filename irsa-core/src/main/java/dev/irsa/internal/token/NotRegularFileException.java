package dev.irsa.internal.token;

import java.io.IOException;

/** Thrown if the path does not lead to a regular file. */
final class NotRegularFileException extends IOException {

  private static final long serialVersionUID = 1L;

  NotRegularFileException(boolean directory) {
    super(directory ? "is a directory" : "is not a regular file (but a pipe, socket or device)");
  }
}
