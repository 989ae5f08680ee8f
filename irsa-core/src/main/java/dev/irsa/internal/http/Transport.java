package dev.irsa.internal.http;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of connections to an issuer. Thread-safe. Calls that share an instance share its
 * {@link SslContexts}.
 */
public final class Transport {

  private final @Nullable HttpProxy proxy;
  private final @Nullable CaBundle caBundle;
  private final @Nullable SSLContext sslContext;
  private final HostResolver resolver;
  private final SslContexts sslContexts;

  /**
   * Creates a transport.
   *
   * @param proxy an HTTP proxy, or null to connect directly
   * @param caBundle a PEM file of authorities to trust in addition to the platform's, or null
   * @param sslContext replaces the platform's trust and the bundle, or null
   */
  public Transport(
      @Nullable HttpProxy proxy, @Nullable CaBundle caBundle, @Nullable SSLContext sslContext) {
    this(proxy, caBundle, sslContext, HostResolver.SYSTEM);
  }

  /**
   * Creates a transport with another resolver.
   *
   * @param resolver resolves host names
   */
  public Transport(
      @Nullable HttpProxy proxy,
      @Nullable CaBundle caBundle,
      @Nullable SSLContext sslContext,
      HostResolver resolver) {
    this.proxy = proxy;
    this.caBundle = caBundle;
    this.sslContext = sslContext;
    this.resolver = resolver;
    this.sslContexts = new SslContexts(sslContext, caBundle);
  }

  /** Returns the HTTP proxy, or null. */
  public @Nullable HttpProxy proxy() {
    return proxy;
  }

  /** Returns the PEM file of additional authorities to trust, or null. */
  public @Nullable CaBundle caBundle() {
    return caBundle;
  }

  /** Returns the context that replaces the platform's trust and the bundle, or null. */
  public @Nullable SSLContext sslContext() {
    return sslContext;
  }

  /** Returns a copy for direct connections to addresses of another resolver. */
  public Transport direct(HostResolver otherResolver) {
    return new Transport(null, caBundle, sslContext, otherResolver);
  }

  /** Returns the resolver of host names. */
  public HostResolver resolver() {
    return resolver;
  }

  /** Discards the TLS session that the last call has left. */
  public void forget() {
    sslContexts.forget();
  }

  SslContexts sslContexts() {
    return sslContexts;
  }
}
