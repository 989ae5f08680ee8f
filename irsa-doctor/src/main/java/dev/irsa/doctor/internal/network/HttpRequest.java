package dev.irsa.doctor.internal.network;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP request without its host. Immutable. The text form omits fields and body, which can
 * contain secrets.
 *
 * @param method {@code GET}, {@code POST} or {@code PUT}
 * @param path the path with its query
 * @param fields header fields besides those that every request has
 * @param body the body, may be empty
 */
public record HttpRequest(String method, String path, Map<String, String> fields, String body) {

  /** Copies the fields. */
  public HttpRequest {
    fields = Map.copyOf(fields);
  }

  /** Returns a request without a body. */
  public static HttpRequest get(String path) {
    return new HttpRequest("GET", path, Map.of(), "");
  }

  /** Returns a request with a form of AWS's query protocol. */
  public static HttpRequest form(String form) {
    return new HttpRequest(
        "POST", "/", Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
  }

  /** Returns a copy with another field. */
  public HttpRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new HttpRequest(method, path, more, body);
  }

  /** Returns the bytes to send. */
  byte[] bytes(String authority) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(authority);
    fields.forEach((name, value) -> text.append("\r\n").append(name).append(": ").append(value));
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    if (length > 0 || !method.equals("GET")) {
      text.append("\r\nContent-Length: ").append(length);
    }
    text.append("\r\nAccept: */*\r\nUser-Agent: irsa-doctor\r\nConnection: close\r\n\r\n");
    return text.append(body).toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HttpRequest[" + method + "]";
  }
}
