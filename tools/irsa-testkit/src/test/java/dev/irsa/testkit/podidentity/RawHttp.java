package dev.irsa.testkit.podidentity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests with any header fields, which HTTP clients would not let through. */
final class RawHttp {

  private RawHttp() {}

  /** A response. */
  record Reply(int status, String head, String body) {

    String header(String name) {
      Matcher field = Pattern.compile("(?im)^" + name + ": (.*?)\r?$").matcher(head);
      return field.find() ? field.group(1) : "";
    }

    /** Returns a text in a JSON body. */
    String text(String member) {
      Matcher text = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(body);
      return text.find() ? text.group(1) : "";
    }
  }

  static Reply get(URI uri, String... fields) {
    return send("GET", uri, List.of(fields), "");
  }

  static Reply post(URI uri, String body) {
    return send("POST", uri, List.of("Host: " + uri.getAuthority()), body);
  }

  private static Reply send(String method, URI uri, List<String> fields, String body) {
    try (Socket socket = open(uri)) {
      socket.getOutputStream().write(request(method, uri, fields, body));
      return read(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Socket open(URI uri) throws IOException {
    return new Socket(uri.getHost(), uri.getPort());
  }

  static byte[] request(String method, URI uri, List<String> fields, String body) {
    StringBuilder text = new StringBuilder(method + " " + uri.getRawPath() + " HTTP/1.1\r\n");
    fields.forEach(field -> text.append(field).append("\r\n"));
    text.append("Connection: close\r\nContent-Length: ").append(body.length());
    return text.append("\r\n\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
  }

  static Reply read(Socket socket) throws IOException {
    String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("not a response: " + text);
    }
    return new Reply(
        Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
  }
}
