package dev.irsa.testkit.s3;

import dev.irsa.testkit.s3.ObjectStore.Bucket;
import dev.irsa.testkit.server.Headers;
import dev.irsa.testkit.server.Response;
import dev.irsa.testkit.signature.UriEncoding;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The actions on single objects. Thread-safe. */
final class ObjectActions {
  private final ObjectStore store;

  ObjectActions(ObjectStore store) {
    this.store = store;
  }

  void addTo(Map<String, S3Action> actions) {
    actions.put("GetObject", this::get);
    actions.put("HeadObject", this::get);
    actions.put("PutObject", this::put);
    actions.put("CopyObject", this::copy);
    actions.put("DeleteObject", this::delete);
  }

  private Response get(S3Request request, byte[] content) throws S3Exception {
    StoredObject object = store.bucket(request.bucket()).object(request.key());
    Optional<String> wanted = request.header("If-Match");
    if (wanted.isPresent() && !matches(wanted.get(), object)) {
      throw S3Exception.preconditionFailed();
    }
    if (request.header("If-None-Match").filter(tags -> matches(tags, object)).isPresent()) {
      return Response.empty(304).with("ETag", object.etag());
    }
    ByteRange range = ByteRange.of(request.header("Range"), object.content().length);
    Headers headers = described(object);
    if (range.partial()) {
      headers = headers.with("Content-Range", range.contentRange());
    }
    return new Response(range.partial() ? 206 : 200, headers, range.of(object.content()));
  }

  private static boolean matches(String tags, StoredObject object) {
    return tags.equals("*") || tags.contains(object.etag().replace("\"", ""));
  }

  private static Headers described(StoredObject object) {
    Headers headers = object.headers();
    if (headers.first("Content-Type").isEmpty()) {
      headers = headers.with("Content-Type", "binary/octet-stream");
    }
    return headers
        .with("ETag", object.etag())
        .with("Last-Modified", S3Responses.httpDate(object.lastModifiedAt()))
        .with("Accept-Ranges", "bytes");
  }

  private Response put(S3Request request, byte[] content) throws S3Exception {
    Bucket bucket = store.bucket(request.bucket());
    StoredObject object = StoredObject.of(content, store.now(), kept(request));
    if (request.header("If-None-Match").filter("*"::equals).isPresent()) {
      if (bucket.objects().putIfAbsent(request.key(), object) != null) {
        throw S3Exception.preconditionFailed();
      }
    } else {
      bucket.objects().put(request.key(), object);
    }
    return Response.empty(200).with("ETag", object.etag());
  }

  /** Returns the headers that are stored with the object and returned with it. */
  static Headers kept(S3Request request) {
    return new Headers(
        request.http().headers().fields().stream()
            .filter(field -> isKept(field.name().toLowerCase(Locale.ROOT)))
            .toList());
  }

  private static boolean isKept(String name) {
    return name.startsWith("x-amz-meta-")
        || name.equals("content-type")
        || name.equals("cache-control")
        || name.equals("content-disposition")
        || name.equals("content-language");
  }

  private Response copy(S3Request request, byte[] content) throws S3Exception {
    Bucket target = store.bucket(request.bucket());
    StoredObject source = source(request, store);
    boolean replace =
        request.header("x-amz-metadata-directive").filter("REPLACE"::equals).isPresent();
    StoredObject copy = source.copiedAt(store.now(), replace ? kept(request) : source.headers());
    target.objects().put(request.key(), copy);
    return S3Responses.xml(
        "CopyObjectResult",
        xml ->
            xml.element("LastModified", S3Responses.xmlDate(copy.lastModifiedAt()))
                .element("ETag", copy.etag()));
  }

  /**
   * Returns the object named by {@code x-amz-copy-source}: {@code /bucket/key}, percent-encoded.
   */
  static StoredObject source(S3Request request, ObjectStore store) throws S3Exception {
    String source = UriEncoding.decode(request.header("x-amz-copy-source").orElse(""));
    String path = source.startsWith("/") ? source.substring(1) : source;
    int slash = path.indexOf('/');
    if (slash <= 0) {
      throw S3Exception.invalidArgument("Copy Source must mention the source bucket and key");
    }
    return store.bucket(path.substring(0, slash)).object(path.substring(slash + 1));
  }

  private Response delete(S3Request request, byte[] content) throws S3Exception {
    store.bucket(request.bucket()).objects().remove(request.key());
    return Response.empty(204);
  }
}
