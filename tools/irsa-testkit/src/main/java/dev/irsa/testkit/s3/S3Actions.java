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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The emulated actions, for authorized callers. Thread-safe.
 *
 * @param region the region of all buckets
 */
record S3Actions(ObjectStore store, String region) {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");
  private static final Pattern CHUNK = Pattern.compile("0*([0-9a-fA-F]{1,7})(?:;[^\r\n]*)?\r\n");
  private static final Pattern KEPT_HEADER = Pattern.compile("(?i)content-type|x-amz-meta-.*");

  Response perform(S3Request request) throws ServiceException {
    return switch (request.action()) {
      case "ListBuckets" -> listBuckets();
      case "HeadBucket" -> headBucket(request);
      case "ListObjects", "ListObjectsV2" -> list(request);
      case "GetObject", "HeadObject" -> get(request);
      case "PutObject" -> put(request);
      case "CopyObject" -> copy(request);
      case "DeleteObject" -> delete(request);
      case "DeleteObjects" -> deleteAll(request);
      default -> throw new IllegalStateException("not emulated: " + request.http());
    };
  }

  private Response listBuckets() {
    Consumer<Xml> buckets =
        all ->
            store
                .creationTimes()
                .forEach(
                    (name, createdAt) ->
                        all.element(
                            "Bucket",
                            one ->
                                one.element("Name", name)
                                    .element("CreationDate", createdAt.toString())));
    return xml("ListAllMyBucketsResult", xml -> xml.element("Buckets", buckets));
  }

  private Response headBucket(S3Request request) throws ServiceException {
    store.bucket(request.bucket());
    return Response.empty(200).with("x-amz-bucket-region", region);
  }

  /** One page, with the elements of both versions: clients ignore the other version. */
  private Response list(S3Request request) throws ServiceException {
    String prefix = request.parameter("prefix");
    String delimiter = request.parameter("delimiter");
    // A folder, whose name ends with the delimiter, stands for the objects below it.
    NavigableMap<String, Optional<StoredObject>> entries = new TreeMap<>();
    store
        .bucket(request.bucket())
        .forEach(
            (key, object) -> {
              int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
              if (key.startsWith(prefix) && end < 0) {
                entries.put(key, Optional.of(object));
              } else if (key.startsWith(prefix)) {
                entries.put(key.substring(0, end + delimiter.length()), Optional.empty());
              }
            });
    String after =
        Stream.of("continuation-token", "start-after", "marker")
            .map(request::parameter)
            .filter(key -> !key.isEmpty())
            .findFirst()
            .orElse("");
    String most = request.parameter("max-keys");
    NavigableMap<String, Optional<StoredObject>> rest = entries.tailMap(after, false);
    List<Map.Entry<String, Optional<StoredObject>>> page =
        rest.entrySet().stream()
            .limit(most.matches("\\d{1,3}") ? Integer.parseInt(most) : 1000)
            .toList();
    return xml("ListBucketResult", xml -> write(xml, request, page, page.size() < rest.size()));
  }

  private static void write(
      Xml xml,
      S3Request request,
      List<Map.Entry<String, Optional<StoredObject>>> page,
      boolean truncated) {
    boolean encoded = request.parameter("encoding-type").equals("url");
    UnaryOperator<String> encoding = encoded ? UriEncoding::encodePath : UnaryOperator.identity();
    xml.element("Name", request.bucket())
        .element("KeyCount", Integer.toString(page.size()))
        .element("IsTruncated", Boolean.toString(truncated));
    if (encoded) {
      xml.element("EncodingType", "url");
    }
    if (truncated && !page.isEmpty()) {
      String last = page.get(page.size() - 1).getKey();
      xml.element("NextContinuationToken", last).element("NextMarker", encoding.apply(last));
    }
    for (Map.Entry<String, Optional<StoredObject>> entry : page) {
      String key = encoding.apply(entry.getKey());
      entry
          .getValue()
          .ifPresentOrElse(
              object ->
                  xml.element(
                      "Contents",
                      one ->
                          written(one.element("Key", key), object)
                              .element("Size", Integer.toString(object.content().length))),
              () -> xml.element("CommonPrefixes", folder -> folder.element("Prefix", key)));
    }
  }

  private static Xml written(Xml xml, StoredObject object) {
    return xml.element("LastModified", object.lastModifiedAt().toString())
        .element("ETag", object.etag());
  }

  private Response get(S3Request request) throws ServiceException {
    StoredObject object = object(request.bucket(), request.key());
    byte[] content = object.content();
    Headers headers =
        object
            .headers()
            .with("ETag", object.etag())
            .with("Last-Modified", Response.httpDate(object.lastModifiedAt()));
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
    return Response.empty(200).with("ETag", object.etag());
  }

  private Response copy(S3Request request) throws ServiceException {
    String path = UriEncoding.decode(request.header("x-amz-copy-source"));
    String[] source = path.replaceFirst("^/", "").split("/", 2);
    if (source.length < 2) {
      throw new ServiceException(
          400, "InvalidArgument", "Copy Source must mention the source bucket and key");
    }
    StoredObject original = object(source[0], source[1]);
    StoredObject copy = store.object(original.content(), original.headers());
    store.bucket(request.bucket()).put(request.key(), copy);
    return xml("CopyObjectResult", xml -> written(xml, copy));
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
   * Returns the body without its {@code aws-chunked} coding. The request's signature was verified
   * and proves who the caller is; the chunks' signatures are not verified.
   */
  private static byte[] content(S3Request request) throws ServiceException {
    byte[] raw = request.http().body();
    if (!request.header("x-amz-content-sha256").startsWith("STREAMING-")) {
      return raw;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream(raw.length);
    Matcher chunk = CHUNK.matcher(new String(raw, StandardCharsets.ISO_8859_1));
    int start = 0;
    while (start < raw.length && chunk.region(start, raw.length).lookingAt()) {
      int size = Integer.parseInt(chunk.group(1), 16);
      if (size == 0) {
        return content.toByteArray();
      }
      content.write(raw, chunk.end(), Math.min(size, raw.length - chunk.end()));
      start = chunk.end() + size + 2;
    }
    throw new ServiceException(400, "IncompleteBody", "The body ends within a chunk");
  }

  private static Response xml(String root, Consumer<Xml> content) {
    return Response.of(
        200,
        "application/xml",
        Xml.document(root, "http://s3.amazonaws.com/doc/2006-03-01/", content));
  }
}
