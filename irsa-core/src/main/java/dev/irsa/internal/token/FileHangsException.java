package dev.irsa.internal.token;

import java.io.IOException;

/** Reading a file took longer than reading a file takes. */
final class FileHangsException extends IOException {

  private static final long serialVersionUID = 1L;

  FileHangsException(String message) {
    super(message);
  }
}
