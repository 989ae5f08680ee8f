package dev.irsa.doctor.internal.network;

import dev.irsa.internal.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP request for a path, without its host. Immutable. The text form omits fields and body,
 * which can contain secrets.
 *
 * @param method {@code GET}, {@code POST} or {@code PUT}
 * @param path the path with its query
 * @param fields header fields besides those that every request has
 * @param body the body, may be empty
 */
public record PathRequest(String method, String path, Map<String, String> fields, String body) {

  /** Copies the fields. */
  public PathRequest {
    fields = Map.copyOf(fields);
  }

  /** Returns a request without a body. */
  public static PathRequest get(String path) {
    return new PathRequest("GET", path, Map.of(), "");
  }

  /** Returns a request with a form of AWS's query protocol. */
  public static PathRequest form(String form) {
    return new PathRequest(
        "POST", "/", Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
  }

  /** Returns a copy with another field. */
  public PathRequest with(String name, String value) {
    return with(Map.of(name, value));
  }

  /** Returns a copy with other fields. */
  public PathRequest with(Map<String, String> others) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.putAll(others);
    return new PathRequest(method, path, more, body);
  }

  /** Returns the request as it is sent. */
  HttpRequest toSend() {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder("Accept: */*\r\n");
    fields.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    if (bytes.length > 0 || !method.equals("GET")) {
      text.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    return HttpRequest.of(method, text.toString(), bytes);
  }

  @Override
  public String toString() {
    return "PathRequest[" + method + "]";
  }
}
