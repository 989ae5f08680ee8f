package dev.irsa.doctor.internal.network;

import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HostResolver;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.Transport;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server and the way to it. Immutable.
 *
 * @param endpoint the server's URI; its path is ignored
 * @param proxy the HTTP proxy in front of it, or null
 * @param caBundle authorities to trust in addition to the platform's, or null
 * @param resolver resolves host names
 */
public record ConnectionTarget(
    URI endpoint, @Nullable HttpProxy proxy, @Nullable CaBundle caBundle, HostResolver resolver) {

  /** Returns the URI of a path, which may have a query, on the server. */
  URI at(String path) {
    return URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority() + path);
  }

  /** Returns the value of the {@code Host} field in requests to it. */
  public String authority() {
    return new ConnectionFactory(endpoint, transport(resolver, null)).authority();
  }

  /** Returns the settings of connections to it. */
  Transport transport(HostResolver recording, @Nullable SSLContext context) {
    return new Transport(proxy, null, context, recording);
  }

  boolean isPlain() {
    return ConnectionFactory.isPlain(endpoint);
  }
}
