package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Response;
import dev.irsa.testkit.server.Xml;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** Formats dates and documents as S3 does. */
final class S3Responses {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter XML_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private S3Responses() {}

  static Response xml(String root, Consumer<Xml> content) {
    return Response.of(200, "application/xml", Xml.document(root, NAMESPACE, content));
  }

  static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  static String xmlDate(Instant time) {
    return XML_DATE.format(time);
  }
}
