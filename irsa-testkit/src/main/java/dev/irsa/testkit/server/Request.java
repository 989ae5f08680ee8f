package dev.irsa.testkit.server;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP request as it was read.
 *
 * <p>Owns its body: nobody changes the array.
 *
 * @param method GET, POST, …
 * @param rawPath the path as sent, percent-encoded
 * @param rawQuery the query as sent, empty if there is none
 * @param headers header fields
 * @param body the body, chunked transfer coding undone
 * @param connection number of the connection since the server started, from 1
 * @param secure whether it came over TLS
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy of each body would be waste
public record Request(
    String method,
    String rawPath,
    String rawQuery,
    Headers headers,
    byte[] body,
    long connection,
    boolean secure) {

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The host asked for, without the port; empty if the client named none. */
  public String host() {
    return headers.first("Host").map(Request::withoutPort).orElse("");
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Whether the client meant AWS's own host: it came through the lab's proxy. */
  public boolean proxied() {
    String host = host();
    return !host.equals("localhost") && !host.equals("[::1]") && !host.startsWith("127.");
  }

  @Override
  public String toString() {
    return method + " " + rawPath + " (" + body.length + " bytes)";
  }
}
