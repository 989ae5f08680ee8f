package dev.irsa.internal.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A proxy answered, and opened no tunnel. */
public final class ProxyTunnelException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String contentType;

  ProxyTunnelException(int status, @Nullable String contentType) {
    super("the proxy opened no tunnel, status " + status);
    this.status = status;
    this.contentType = contentType;
  }

  public int status() {
    return status;
  }

  public @Nullable String contentType() {
    return contentType;
  }
}
