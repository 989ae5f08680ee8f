package dev.irsa.testkit.s3;

import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.internal.server.Xml;
import dev.irsa.testkit.internal.signature.UriEncoding;
import dev.irsa.testkit.s3.ObjectStore.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The emulated actions, for authorized callers. Thread-safe. */
final class S3Actions {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");
  private static final Pattern CHUNK = Pattern.compile("0*([0-9a-fA-F]{1,7})(?:;[^\r\n]*)?\r\n");
  private static final Pattern KEPT_HEADER = Pattern.compile("(?i)content-type|x-amz-meta-.*");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Map<String, Action> actions =
      Map.of(
          "ListBuckets", new Action("s3:ListAllMyBuckets", this::listBuckets),
          "HeadBucket", new Action("s3:ListBucket", this::headBucket),
          "ListObjects", new Action("s3:ListBucket", this::list),
          "ListObjectsV2", new Action("s3:ListBucket", this::list),
          "GetObject", new Action("s3:GetObject", this::get),
          "HeadObject", new Action("s3:GetObject", this::get),
          "PutObject", new Action("s3:PutObject", this::put),
          "CopyObject", new Action("s3:PutObject", this::copy),
          "DeleteObject", new Action("s3:DeleteObject", this::delete),
          "DeleteObjects", new Action("s3:DeleteObject", this::deleteAll));
  private final ObjectStore store;
  private final String region;

  S3Actions(ObjectStore store, String region) {
    this.store = store;
    this.region = region;
  }

  private record Action(String permission, Handler handler) {}

  private interface Handler {
    Response perform(S3Request request) throws ServiceException;
  }

  private Action action(S3Request request) throws ServiceException {
    Action action = actions.get(request.action());
    if (action == null) {
      throw new ServiceException(
          501,
          "NotImplemented",
          "A header or query you provided implies functionality that is not implemented");
    }
    return action;
  }

  String permission(S3Request request) throws ServiceException {
    return action(request).permission();
  }

  Response perform(S3Request request) throws ServiceException {
    return action(request).handler().perform(request);
  }

  private Response listBuckets(S3Request request) {
    return xml(
        "ListAllMyBucketsResult",
        xml ->
            xml.element(
                "Buckets",
                all ->
                    store
                        .bucketNames()
                        .forEach(name -> all.element("Bucket", one -> one.element("Name", name)))));
  }

  private Response headBucket(S3Request request) throws ServiceException {
    store.bucket(request.bucket());
    return Response.empty(200).with("x-amz-bucket-region", region);
  }

  /** One page, with the elements of both versions: clients ignore those of the other one. */
  private Response list(S3Request request) throws ServiceException {
    String prefix = request.parameter("prefix");
    String after = request.parameter("start-after") + request.parameter("marker");
    String token = request.parameter("continuation-token");
    // An object below a delimiter stands for the folder, whose name ends with the delimiter.
    NavigableMap<String, List<StoredObject>> entries = new TreeMap<>();
    store
        .bucket(request.bucket())
        .forEach(
            (key, object) -> {
              if (key.startsWith(prefix)) {
                String shown = shown(key, prefix, request.parameter("delimiter"));
                entries.put(shown, shown.equals(key) ? List.of(object) : List.of());
              }
            });
    List<Map.Entry<String, List<StoredObject>>> rest =
        List.copyOf(entries.tailMap(token.isEmpty() ? after : token, false).entrySet());
    String limit = request.parameter("max-keys");
    List<Map.Entry<String, List<StoredObject>>> page =
        rest.subList(
            0, Math.min(rest.size(), limit.matches("\\d{1,3}") ? Integer.parseInt(limit) : 1000));
    return xml("ListBucketResult", xml -> write(xml, request, page, page.size() < rest.size()));
  }

  private static String shown(String key, String prefix, String delimiter) {
    int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return end < 0 ? key : key.substring(0, end + delimiter.length());
  }

  private static void write(
      Xml xml,
      S3Request request,
      List<Map.Entry<String, List<StoredObject>>> page,
      boolean truncated) {
    boolean encoded = request.parameter("encoding-type").equals("url");
    UnaryOperator<String> encoding = encoded ? UriEncoding::encodePath : UnaryOperator.identity();
    xml.element("Name", request.bucket())
        .element("KeyCount", Integer.toString(page.size()))
        .element("IsTruncated", Boolean.toString(truncated));
    if (encoded) {
      xml.element("EncodingType", "url");
    }
    if (truncated) {
      String last = page.isEmpty() ? "" : page.get(page.size() - 1).getKey();
      xml.element("NextContinuationToken", last).element("NextMarker", encoding.apply(last));
    }
    for (Map.Entry<String, List<StoredObject>> entry : page) {
      String shown = encoding.apply(entry.getKey());
      if (entry.getValue().isEmpty()) {
        xml.element("CommonPrefixes", common -> common.element("Prefix", shown));
      }
      for (StoredObject object : entry.getValue()) {
        xml.element(
            "Contents",
            one ->
                one.element("Key", shown)
                    .element("LastModified", object.lastModifiedAt().toString())
                    .element("ETag", etag(object))
                    .element("Size", Integer.toString(object.content().length)));
      }
    }
  }

  private Response get(S3Request request) throws ServiceException {
    StoredObject object = object(request.bucket(), request.key());
    byte[] content = object.content();
    Headers headers =
        object
            .headers()
            .with("ETag", etag(object))
            .with("Last-Modified", HTTP_DATE.format(object.lastModifiedAt()));
    Matcher range = RANGE.matcher(request.header("Range"));
    if (!range.matches()) {
      return new Response(200, headers, content);
    }
    int from = Integer.parseInt(range.group(1));
    int last = range.group(2).isEmpty() ? content.length : Integer.parseInt(range.group(2));
    int until = Math.min(content.length, last + 1);
    if (from >= until) {
      throw new ServiceException(416, "InvalidRange", "The requested range is not satisfiable");
    }
    String described = "bytes %d-%d/%d".formatted(from, until - 1, content.length);
    return new Response(
        206, headers.with("Content-Range", described), Arrays.copyOfRange(content, from, until));
  }

  private StoredObject object(String bucket, String key) throws ServiceException {
    StoredObject object = store.bucket(bucket).get(key);
    if (object == null) {
      throw new ServiceException(404, "NoSuchKey", "The specified key does not exist.");
    }
    return object;
  }

  private Response put(S3Request request) throws ServiceException {
    List<Headers.Field> kept =
        request.http().headers().fields().stream()
            .filter(field -> KEPT_HEADER.matcher(field.name()).matches())
            .toList();
    StoredObject object = store.object(content(request), new Headers(kept));
    store.bucket(request.bucket()).put(request.key(), object);
    return Response.empty(200).with("ETag", etag(object));
  }

  private Response copy(S3Request request) throws ServiceException {
    String path = UriEncoding.decode(request.header("x-amz-copy-source"));
    String[] source = (path.startsWith("/") ? path.substring(1) : path).split("/", 2);
    if (source.length < 2) {
      throw new ServiceException(
          400, "InvalidArgument", "Copy Source must mention the source bucket and key");
    }
    StoredObject original = object(source[0], source[1]);
    StoredObject copy = store.object(original.content(), original.headers());
    store.bucket(request.bucket()).put(request.key(), copy);
    return xml(
        "CopyObjectResult",
        xml ->
            xml.element("LastModified", copy.lastModifiedAt().toString())
                .element("ETag", etag(copy)));
  }

  private Response delete(S3Request request) throws ServiceException {
    store.bucket(request.bucket()).remove(request.key());
    return Response.empty(204);
  }

  private Response deleteAll(S3Request request) throws ServiceException {
    List<String> keys = new ArrayList<>();
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try {
      XMLStreamReader reader =
          factory.createXMLStreamReader(new ByteArrayInputStream(content(request)));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals("Key")) {
          keys.add(reader.getElementText());
        }
      }
    } catch (XMLStreamException e) {
      throw new ServiceException(400, "MalformedXML", "The XML you provided was not well-formed");
    }
    store.bucket(request.bucket()).keySet().removeAll(keys);
    return xml(
        "DeleteResult",
        xml -> keys.forEach(key -> xml.element("Deleted", one -> one.element("Key", key))));
  }

  /**
   * Returns the body without its {@code aws-chunked} coding. The signature of the request, which
   * was verified, proves who the caller is; those of the chunks are not verified.
   */
  private static byte[] content(S3Request request) throws ServiceException {
    byte[] raw = request.http().body();
    if (!request.header("x-amz-content-sha256").startsWith("STREAMING-")) {
      return raw;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream(raw.length);
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int start = 0;
    Matcher chunk = CHUNK.matcher(text);
    while (chunk.region(start, raw.length).lookingAt()) {
      int size = Integer.parseInt(chunk.group(1), 16);
      if (size == 0) {
        return content.toByteArray();
      }
      start = chunk.end() + size + 2;
      if (start > raw.length) {
        break;
      }
      content.write(raw, chunk.end(), size);
    }
    throw new ServiceException(400, "IncompleteBody", "The body ends within a chunk");
  }

  /** Returns the MD5 of an object: clients compare it. */
  @SuppressWarnings("WeakHash") // its strength does not matter here
  private static String etag(StoredObject object) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(object.content());
      return '"' + HexFormat.of().formatHex(digest) + '"';
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static Response xml(String root, Consumer<Xml> content) {
    return Response.of(
        200,
        "application/xml",
        Xml.document(root, "http://s3.amazonaws.com/doc/2006-03-01/", content));
  }
}
