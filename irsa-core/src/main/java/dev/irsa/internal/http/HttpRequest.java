package dev.irsa.internal.http;

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
    return new HttpRequest(
        "POST",
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + form.length
            + "\r\nAccept: */*\r\n",
        form);
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
