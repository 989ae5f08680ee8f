package dev.irsa.testkit.internal.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * An HTTP response before it is written. Content-Length, Date and Connection are added then, unless
 * they are set.
 *
 * <p>Owns its body: the array is never modified.
 *
 * @param status HTTP status
 * @param headers header fields
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not copied for efficiency
public record Response(int status, Headers headers, byte[] body) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Returns a time in the format of HTTP. */
  public static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  /** Returns a response with a text body. */
  public static Response of(int status, String contentType, String body) {
    return new Response(
        status,
        Headers.none().with("Content-Type", contentType),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a response without a body. */
  public static Response empty(int status) {
    return new Response(status, Headers.none(), new byte[0]);
  }

  /** Returns a copy with one more header field. */
  public Response with(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }

  /** Returns a copy without a header field. */
  public Response withoutHeader(String name) {
    return new Response(status, headers.without(name), body);
  }

  /** Returns a copy with a modified body. */
  public Response edited(UnaryOperator<String> edit) {
    String text = edit.apply(new String(body, StandardCharsets.UTF_8));
    return new Response(status, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return status + " (" + body.length + " bytes)";
  }
}
