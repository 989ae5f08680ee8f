package dev.irsa.internal.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request without the fields that every request has. Immutable; the text form does not contain
 * the fields and the body, which may be secret.
 *
 * @param method the HTTP method
 * @param fields the fields, each with its line end
 * @param body the body, may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and used only by its call.
public record HttpRequest(String method, String fields, byte[] body) {

  /** The version of this library. A test compares it with the version of the build. */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  static final String USER_AGENT =
      "irsa/" + VERSION + " java/" + System.getProperty("java.version", "unknown");

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
    return new HttpRequest("GET", "Accept: application/json\r\n" + field, new byte[0]);
  }

  @Override
  public String toString() {
    return "HttpRequest[" + method + "]";
  }
}
