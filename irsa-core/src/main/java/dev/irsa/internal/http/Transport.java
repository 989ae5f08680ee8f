package dev.irsa.internal.http;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How STS is reached. Thread-safe; all calls that share one share what {@link SslContexts} keeps.
 */
public final class Transport {

  private final @Nullable HttpProxy proxy;
  private final @Nullable CaBundle caBundle;
  private final @Nullable SSLContext sslContext;
  private final HostResolver resolver;
  private final SslContexts trust;

  /**
   * Takes what differs from the platform's ways.
   *
   * @param proxy an HTTP proxy, or null: directly
   * @param caBundle a PEM file of authorities to trust besides the platform's, or null
   * @param sslContext what decides on trust instead of platform and bundle, or null
   */
  public Transport(
      @Nullable HttpProxy proxy, @Nullable CaBundle caBundle, @Nullable SSLContext sslContext) {
    this(proxy, caBundle, sslContext, new SystemHostResolver());
  }

  public Transport(
      @Nullable HttpProxy proxy,
      @Nullable CaBundle caBundle,
      @Nullable SSLContext sslContext,
      HostResolver resolver) {
    this.proxy = proxy;
    this.caBundle = caBundle;
    this.sslContext = sslContext;
    this.resolver = resolver;
    this.trust =
        sslContext != null ? SslContexts.of(sslContext) : SslContexts.ofPlatformAnd(caBundle);
  }

  /** Returns the HTTP proxy, or null. */
  public @Nullable HttpProxy proxy() {
    return proxy;
  }

  /** Returns the PEM file of authorities to trust besides the platform's, or null. */
  public @Nullable CaBundle caBundle() {
    return caBundle;
  }

  /** Returns what decides on trust instead of platform and bundle, or null. */
  public @Nullable SSLContext sslContext() {
    return sslContext;
  }

  HostResolver resolver() {
    return resolver;
  }

  SslContexts trust() {
    return trust;
  }
}
