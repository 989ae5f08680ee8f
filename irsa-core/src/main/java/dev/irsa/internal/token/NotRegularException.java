package dev.irsa.internal.token;

import java.io.IOException;

/** Something else than a file lies at the path. */
final class NotRegularException extends IOException {

  private static final long serialVersionUID = 1L;

  NotRegularException(boolean directory) {
    super(directory ? "is a directory" : "is not a regular file (but a pipe, socket or device)");
  }
}
