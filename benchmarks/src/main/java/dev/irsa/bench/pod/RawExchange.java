package dev.irsa.bench.pod;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The minimum of an exchange: one connection and one request, written by hand, without error
 * handling. Not thread-safe.
 */
public final class RawExchange {

  private final String host;
  private final int port;
  private final boolean secure;
  private final byte[] answer = new byte[16_384];

  /** Creates an exchange with {@code http(s)://host:port}. */
  public RawExchange(String endpoint) {
    secure = endpoint.startsWith("https:");
    int colon = endpoint.lastIndexOf(':');
    host = endpoint.substring(endpoint.indexOf("//") + 2, colon);
    port = Integer.parseInt(endpoint.substring(colon + 1));
  }

  /** Reads the token file. */
  public static String token(String file) throws IOException {
    try (InputStream in = new FileInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Connects and, for HTTPS, performs the TLS handshake. */
  public Socket connect() throws IOException {
    if (!secure) {
      Socket socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      return socket;
    }
    SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket(host, port);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Posts the request and returns the access key id in the response. */
  public String exchange(Socket socket, String roleArn, String token) throws IOException {
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=bench&RoleArn="
            + roleArn.replace(":", "%3A").replace("/", "%2F")
            + "&WebIdentityToken="
            + token;
    String request =
        ("POST / HTTP/1.1\r\nHost: %s\r\nContent-Type:"
                + " application/x-www-form-urlencoded\r\nContent-Length: %s\r\n\r\n%s")
            .formatted(host, form.length(), form);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    String text = answer(socket.getInputStream());
    int from = text.indexOf("<AccessKeyId>") + 13;
    return text.substring(from, text.indexOf('<', from));
  }

  private String answer(InputStream in) throws IOException {
    int length = 0;
    int whole = Integer.MAX_VALUE;
    while (length < whole) {
      int read = in.read(answer, length, answer.length - length);
      if (read < 0) {
        throw new EOFException("The response ended early");
      }
      length += read;
      if (whole == Integer.MAX_VALUE) {
        whole = wholeLength(new String(answer, 0, length, StandardCharsets.ISO_8859_1));
      }
    }
    return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static int wholeLength(String head) {
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return Integer.MAX_VALUE;
    }
    int from = head.indexOf("ontent-length: ") + 15;
    return end + 4 + Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
  }
}
