package dev.irsa.testkit.sts;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** Fetches through the lab's proxy, where the issuer's host name leads to the lab. Thread-safe. */
public final class HttpsIssuerClient implements IssuerClient {
  private static final int MILLISECONDS_TO_WAIT = 5_000;
  private static final int LARGEST_DOCUMENT = 1024 * 1024;

  private final SSLContext trust;
  private final Proxy proxy;

  /** Trusts what the context trusts, goes through the proxy. */
  public HttpsIssuerClient(SSLContext trust, Proxy proxy) {
    this.trust = trust;
    this.proxy = proxy;
  }

  @Override
  public String get(URI uri) throws IOException {
    if (!"https".equals(uri.getScheme())) {
      throw new IOException("not an https URL");
    }
    HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection(proxy);
    connection.setSSLSocketFactory(trust.getSocketFactory());
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(MILLISECONDS_TO_WAIT);
    connection.setReadTimeout(MILLISECONDS_TO_WAIT);
    // A kept connection would outlive the lab.
    connection.setRequestProperty("Connection", "close");
    try {
      int status = connection.getResponseCode();
      if (status != 200) {
        throw new IOException("status " + status);
      }
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readNBytes(LARGEST_DOCUMENT), StandardCharsets.UTF_8);
      }
    } finally {
      connection.disconnect();
    }
  }
}
