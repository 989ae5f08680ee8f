package dev.irsa.testkit.internal.server;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP request as read from the connection.
 *
 * <p>Owns its body: the array is never modified.
 *
 * @param method the method: GET, POST, …
 * @param rawPath the path as sent, percent-encoded
 * @param rawQuery the query as sent; empty if absent
 * @param headers header fields
 * @param body the body, with chunked transfer coding decoded
 * @param connection the number of the connection since the server started, from 1
 * @param secure whether it was received over TLS
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not copied for efficiency
public record Request(
    String method,
    String rawPath,
    String rawQuery,
    Headers headers,
    byte[] body,
    long connection,
    boolean secure) {

  /** Returns the body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Returns the requested host, without the port; empty if absent. */
  public String host() {
    return headers.first("Host").map(Request::withoutPort).orElse("");
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Returns whether the request was for AWS's own host, and so came through the lab's proxy. */
  public boolean proxied() {
    String host = host();
    return !host.equals("localhost") && !host.equals("[::1]") && !host.startsWith("127.");
  }

  @Override
  public String toString() {
    return method + " " + rawPath + " (" + body.length + " bytes)";
  }
}
