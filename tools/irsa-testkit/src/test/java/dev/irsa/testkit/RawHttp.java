package dev.irsa.testkit;

import dev.irsa.testkit.internal.server.ReceivedResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests with any header fields, which HTTP clients would not let through. */
public final class RawHttp {
  private RawHttp() {}

  public static ReceivedResponse get(URI uri, String... fields) {
    return send("GET", uri, List.of(fields), "");
  }

  public static ReceivedResponse post(URI uri, String body) {
    return send("POST", uri, List.of("Host: " + uri.getAuthority()), body);
  }

  public static ReceivedResponse send(String method, URI uri, List<String> fields, String body) {
    try (Socket socket = open(uri)) {
      socket.getOutputStream().write(request(method, uri, fields, body));
      return ReceivedResponse.of(socket.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Socket open(URI uri) throws IOException {
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  public static byte[] request(String method, URI uri, List<String> fields, String body) {
    String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    fields.forEach(field -> text.append(field).append("\r\n"));
    text.append("Connection: close\r\nContent-Length: ").append(body.length());
    return text.append("\r\n\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a text in a JSON body; empty if there is none. */
  public static String text(ReceivedResponse reply, String member) {
    Matcher text = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(reply.body());
    return text.find() ? text.group(1) : "";
  }
}
