package dev.irsa.internal.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if a proxy responded without opening a tunnel. */
public final class TunnelRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String contentType;

  TunnelRefusedException(int status, @Nullable String contentType) {
    super("the proxy did not open a tunnel, status " + status);
    this.status = status;
    this.contentType = contentType;
  }

  /** Returns the HTTP status of the proxy's response. */
  public int status() {
    return status;
  }

  /** Returns the content type of the proxy's response, or null. */
  public @Nullable String contentType() {
    return contentType;
  }
}
