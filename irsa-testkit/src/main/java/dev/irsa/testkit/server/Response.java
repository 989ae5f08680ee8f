package dev.irsa.testkit.server;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * An HTTP response before it is written; Content-Length, Date and Connection are added then, where
 * they are not set.
 *
 * <p>Owns its body: nobody changes the array.
 *
 * @param status HTTP status
 * @param headers header fields
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy of each body would be waste
public record Response(int status, Headers headers, byte[] body) {

  /** A response with a text body. */
  public static Response of(int status, String contentType, String body) {
    return new Response(
        status,
        Headers.none().with("Content-Type", contentType),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** A response without a body. */
  public static Response empty(int status) {
    return new Response(status, Headers.none(), new byte[0]);
  }

  /** A copy with one more header field. */
  public Response with(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }

  /** A copy without a header field. */
  public Response withoutHeader(String name) {
    return new Response(status, headers.without(name), body);
  }

  /** A copy with the text of the body changed. */
  public Response edited(UnaryOperator<String> edit) {
    String text = edit.apply(new String(body, StandardCharsets.UTF_8));
    return new Response(status, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return status + " (" + body.length + " bytes)";
  }
}
