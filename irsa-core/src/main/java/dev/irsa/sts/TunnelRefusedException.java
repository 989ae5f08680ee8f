package dev.irsa.sts;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A proxy answered, and opened no tunnel. */
final class TunnelRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  // Nobody writes this exception: it ends with the call.
  private final transient HttpProxy proxy;

  private final int status;
  private final @Nullable String contentType;

  TunnelRefusedException(HttpProxy proxy, int status, @Nullable String contentType) {
    super("the proxy opened no tunnel, status " + status);
    this.proxy = proxy;
    this.status = status;
    this.contentType = contentType;
  }

  HttpProxy proxy() {
    return proxy;
  }

  int status() {
    return status;
  }

  @Nullable String contentType() {
    return contentType;
  }
}
