package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.internal.sts.IssuerKeys.IssuerClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Fetches documents over TLS and verifies the certificate against the issuer's name. It connects to
 * the lab's address for that name, where the JDK's clients would use DNS. Thread-safe; does not
 * keep connections.
 */
public final class HttpsIssuerClient implements IssuerClient {
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(5);
  private static final int LARGEST_ANSWER = 1024 * 1024;

  private final Supplier<SSLContext> trust;
  private final Function<URI, InetSocketAddress> routes;

  /**
   * Creates a client.
   *
   * @param trust supplies the context that defines which authorities are trusted; called for each
   *     fetch
   * @param routes returns the address to connect to for a URL
   */
  public HttpsIssuerClient(Supplier<SSLContext> trust, Function<URI, InetSocketAddress> routes) {
    this.trust = trust;
    this.routes = routes;
  }

  @Override
  public String get(URI uri) throws IOException {
    if (!"https".equals(uri.getScheme())) {
      throw new IOException("not an https URL");
    }
    long deadline = System.nanoTime() + LONGEST_FETCH.toNanos();
    try (Socket tcp = new Socket()) {
      tcp.connect(routes.apply(uri), millisUntil(deadline));
      tcp.setSoTimeout(millisUntil(deadline));
      SSLSocket tls = secured(tcp, uri);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
              .formatted(uri.getRawPath(), uri.getRawAuthority());
      tls.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ReceivedResponse reply = ReceivedResponse.of(readAll(tls, deadline));
      if (reply.status() != 200) {
        throw new IOException("the status of the response is " + reply.status());
      }
      return reply.body();
    }
  }

  private SSLSocket secured(Socket tcp, URI uri) throws IOException {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    SSLSocket tls =
        (SSLSocket) trust.get().getSocketFactory().createSocket(tcp, uri.getHost(), port, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private static byte[] readAll(SSLSocket tls, long deadline) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    InputStream in = tls.getInputStream();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      answer.write(buffer, 0, count);
      if (answer.size() > LARGEST_ANSWER) {
        throw new IOException("response too large");
      }
      tls.setSoTimeout(millisUntil(deadline));
    }
    return answer.toByteArray();
  }

  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the response was not complete in time");
    }
    return (int) left;
  }
}
