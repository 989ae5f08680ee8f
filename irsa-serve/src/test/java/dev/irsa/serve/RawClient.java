package dev.irsa.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that a client of the SDKs would not send, byte by byte. */
final class RawClient {

  private static final int PATIENCE_MILLIS = 30_000;

  private final URI uri;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> extraLines = new ArrayList<>();
  private String method = "GET";
  private String target;

  private RawClient(URI uri) {
    this.uri = uri;
    this.target = uri.getPath();
    fields.put("Host", uri.getAuthority());
  }

  /** Returns a client whose request is complete. */
  static RawClient of(CredentialsServer server) {
    return of(server, server.uri());
  }

  static RawClient of(CredentialsServer server, URI uri) {
    try {
      return new RawClient(uri).with("Authorization", Files.readString(server.tokenFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient method(String other) {
    method = other;
    return this;
  }

  RawClient target(String other) {
    target = other;
    return this;
  }

  RawClient with(String field, String value) {
    fields.put(field, value);
    return this;
  }

  RawClient without(String field) {
    fields.remove(field);
    return this;
  }

  RawClient line(String line) {
    extraLines.add(line);
    return this;
  }

  String request() {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    fields.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    extraLines.forEach(line -> request.append(line).append("\r\n"));
    return request.append("\r\n").toString();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Sends the request, and returns the whole response. */
  Response send() throws IOException {
    return send(request());
  }

  Response send(String text) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return Response.read(socket.getInputStream());
    }
  }

  /**
   * A response.
   *
   * @param text all of it, empty if the connection ended without one
   */
  record Response(String text) {

    static Response read(InputStream input) throws IOException {
      return new Response(new String(input.readAllBytes(), StandardCharsets.UTF_8));
    }

    int status() {
      return Integer.parseInt(text.substring(9, 12));
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }
}
