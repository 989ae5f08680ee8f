package dev.irsa.sts;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A proxy answered, and opened no tunnel. */
final class TunnelRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String contentType;

  TunnelRefusedException(int status, @Nullable String contentType) {
    super("the proxy opened no tunnel, status " + status);
    this.status = status;
    this.contentType = contentType;
  }

  int status() {
    return status;
  }

  @Nullable String contentType() {
    return contentType;
  }
}
