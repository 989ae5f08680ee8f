package dev.irsa.sts;

import dev.irsa.identity.ExchangeUnavailableException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One POST by the JDK's own client, which asks for nothing that the process set for everybody: each
 * setting is made on the connection itself.
 */
final class HttpPost {

  static final int MAX_BODY = 256 * 1024;
  private static final int CONNECT_MILLIS = 2000;

  private final URI endpoint;
  private final Transport transport;
  private final CallState state;
  private final LongSupplier nanoTime;

  HttpPost(URI endpoint, Transport transport, CallState state, LongSupplier nanoTime) {
    this.endpoint = endpoint;
    this.transport = transport;
    this.state = state;
    this.nanoTime = nanoTime;
  }

  HttpAnswer send(byte[] form) throws IOException {
    HttpsURLConnection connection = open();
    try {
      connection.setFixedLengthStreamingMode(form.length);
      OutputStream output = connection.getOutputStream();
      state.reached(Stage.REQUEST);
      long sentNanos = nanoTime.getAsLong();
      output.write(form);
      output.close();
      int status = connection.getResponseCode();
      long roundTripNanos = Math.max(0, nanoTime.getAsLong() - sentNanos);
      state.reached(Stage.ANSWER);
      if (status < 0) {
        throw new IOException("the answer is no HTTP");
      }
      return new HttpAnswer(
          status,
          connection.getContentType(),
          connection.getHeaderField("x-amzn-RequestId"),
          date(connection),
          Duration.ofNanos(roundTripNanos),
          body(connection, status));
    } finally {
      state.close();
      connection.disconnect();
    }
  }

  private HttpsURLConnection open() throws IOException {
    state.checkNotAborted();
    boolean plain = "http".equalsIgnoreCase(endpoint.getScheme());
    int port = endpoint.getPort() < 0 && plain ? 80 : endpoint.getPort();
    // Always the https client: only it takes sockets of ours, see PlainSocket.
    URL url = new URL("https", endpoint.getHost(), port, endpoint.getRawPath());
    Proxy proxy =
        transport.proxy() == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, transport.proxy());
    URLConnection opened = url.openConnection(proxy);
    if (!(opened instanceof HttpsURLConnection connection)) {
      throw new IOException("a URLStreamHandlerFactory of this process replaces the JDK's https");
    }
    connection.setSSLSocketFactory(new CallSockets(plain ? null : trust(), state));
    connection.setHostnameVerifier(Refusal.INSTANCE);
    connection.setAuthenticator(Nobody.INSTANCE);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setAllowUserInteraction(false);
    int remaining = state.deadline().remainingMillis();
    connection.setConnectTimeout(Math.min(CONNECT_MILLIS, remaining));
    connection.setReadTimeout(remaining);
    connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
    connection.setRequestProperty("Accept", "*/*");
    connection.setRequestProperty("User-Agent", UserAgent.TEXT);
    connection.setRequestProperty("Connection", "close");
    return connection;
  }

  private SSLSocketFactory trust() throws IOException {
    try {
      return Trust.of(transport);
    } catch (IOException e) {
      state.reached(Stage.TLS);
      throw e;
    }
  }

  private static @Nullable Instant date(URLConnection connection) {
    long millis = connection.getHeaderFieldDate("Date", Long.MIN_VALUE);
    return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
  }

  private static byte[] body(HttpsURLConnection connection, int status) throws IOException {
    try (InputStream input =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      if (input == null) {
        return new byte[0];
      }
      byte[] body = input.readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new IOException("the answer is longer than 256 KiB");
      }
      return body;
    }
  }

  /** Asked only where the TLS layer did not check the host name, which never happens. */
  private static final class Refusal implements HostnameVerifier {
    static final Refusal INSTANCE = new Refusal();

    @Override
    public boolean verify(String hostname, SSLSession session) {
      return false;
    }
  }

  /** Knows no password, so that the process-wide authenticator is not asked. */
  private static final class Nobody extends Authenticator {
    static final Nobody INSTANCE = new Nobody();
  }
}
