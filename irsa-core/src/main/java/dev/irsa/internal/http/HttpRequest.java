package dev.irsa.internal.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request without the fields that every request has. Immutable; the text form does not contain
 * the fields and the body, which may be secret.
 */
public final class HttpRequest {

  private static final byte[] NO_BODY = new byte[0];

  private final String method;
  private final String fields;
  private final byte[] body;

  private HttpRequest(String method, String fields, byte[] body) {
    this.method = method;
    this.fields = fields;
    this.body = body;
  }

  /** Returns a POST request with an HTML form. */
  public static HttpRequest post(byte[] form) {
    return post(form, Map.of());
  }

  /**
   * Returns a POST request with an HTML form.
   *
   * @param fields additional fields, each on one line; may be secret
   */
  public static HttpRequest post(byte[] form, Map<String, String> fields) {
    StringBuilder text =
        new StringBuilder("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
            .append(form.length)
            .append("\r\nAccept: */*\r\n");
    for (Map.Entry<String, String> field : fields.entrySet()) {
      text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    return new HttpRequest("POST", text.toString(), form);
  }

  /**
   * Returns a GET request for JSON.
   *
   * @param authorization the value of the {@code Authorization} field on one line, or null; a
   *     secret
   */
  public static HttpRequest get(@Nullable String authorization) {
    String field = authorization == null ? "" : "Authorization: " + authorization + "\r\n";
    return new HttpRequest("GET", "Accept: application/json\r\n" + field, NO_BODY);
  }

  /**
   * Returns a request with fields of its own.
   *
   * @param fields the fields, each with its line end; may be secret
   * @param body the body, may be empty
   */
  public static HttpRequest of(String method, String fields, byte[] body) {
    return new HttpRequest(method, fields, body);
  }

  String method() {
    return method;
  }

  /** Returns the fields, each with its line end. */
  String fields() {
    return fields;
  }

  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "HttpRequest[" + method + "]";
  }
}
