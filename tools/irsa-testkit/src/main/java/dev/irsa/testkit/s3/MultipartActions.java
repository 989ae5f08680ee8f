package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Headers;
import dev.irsa.testkit.server.Response;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The actions of multipart uploads. Thread-safe. */
final class MultipartActions {
  private static final int SMALLEST_PART = 5 * 1024 * 1024;

  private final ObjectStore store;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  MultipartActions(ObjectStore store) {
    this.store = store;
  }

  private record Upload(
      String bucket, String key, Headers headers, NavigableMap<Integer, StoredObject> parts) {}

  void addTo(Map<String, S3Action> actions) {
    actions.put("CreateMultipartUpload", this::create);
    actions.put("UploadPart", this::uploadPart);
    actions.put("UploadPartCopy", this::copyPart);
    actions.put("CompleteMultipartUpload", this::complete);
    actions.put("AbortMultipartUpload", this::abort);
    actions.put("ListParts", this::listParts);
    actions.put("ListMultipartUploads", this::list);
  }

  private Upload upload(S3Request request) throws S3Exception {
    Upload upload = uploads.get(request.parameter("uploadId"));
    if (upload == null
        || !upload.bucket.equals(request.bucket())
        || !upload.key.equals(request.key())) {
      throw S3Exception.noSuchUpload();
    }
    return upload;
  }

  private Response create(S3Request request, byte[] content) throws S3Exception {
    store.bucket(request.bucket());
    String id = UUID.randomUUID().toString().replace("-", "");
    Headers headers = ObjectActions.kept(request);
    uploads.put(
        id, new Upload(request.bucket(), request.key(), headers, new ConcurrentSkipListMap<>()));
    return S3Responses.xml(
        "InitiateMultipartUploadResult",
        xml ->
            xml.element("Bucket", request.bucket())
                .element("Key", request.key())
                .element("UploadId", id));
  }

  private Response uploadPart(S3Request request, byte[] content) throws S3Exception {
    StoredObject part = keep(request, content);
    return Response.empty(200).with("ETag", part.etag());
  }

  private Response copyPart(S3Request request, byte[] content) throws S3Exception {
    byte[] source = ObjectActions.source(request, store).content();
    Optional<String> range = request.header("x-amz-copy-source-range");
    StoredObject part = keep(request, ByteRange.of(range, source.length).of(source));
    return S3Responses.xml(
        "CopyPartResult",
        xml ->
            xml.element("LastModified", S3Responses.xmlDate(part.lastModifiedAt()))
                .element("ETag", part.etag()));
  }

  private StoredObject keep(S3Request request, byte[] content) throws S3Exception {
    String number = request.parameter("partNumber");
    if (!number.matches("[1-9]\\d{0,4}") || Integer.parseInt(number) > 10_000) {
      throw S3Exception.invalidArgument(
          "Part number must be an integer between 1 and 10000, inclusive");
    }
    StoredObject part = StoredObject.of(content, store.now(), Headers.none());
    upload(request).parts.put(Integer.parseInt(number), part);
    return part;
  }

  private Response complete(S3Request request, byte[] content) throws S3Exception {
    Upload upload = upload(request);
    List<Map<String, String>> listed = S3RequestBodies.entries(content, "Part");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    int previous = 0;
    for (int i = 0; i < listed.size(); i++) {
      StoredObject part = part(upload, listed.get(i));
      int number = Integer.parseInt(listed.get(i).getOrDefault("PartNumber", "0"));
      if (number <= previous) {
        throw new S3Exception(
            400, "InvalidPartOrder", "The list of parts was not in ascending order.");
      }
      if (part.content().length < SMALLEST_PART && i < listed.size() - 1) {
        throw new S3Exception(
            400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
      }
      whole.writeBytes(part.content());
      digests.writeBytes(StoredObject.digest(part.content()));
      previous = number;
    }
    byte[] digest = StoredObject.digest(digests.toByteArray());
    String etag = "\"" + HexFormat.of().formatHex(digest) + "-" + listed.size() + "\"";
    store
        .bucket(request.bucket())
        .objects()
        .put(
            request.key(),
            new StoredObject(whole.toByteArray(), etag, store.now(), upload.headers));
    uploads.remove(request.parameter("uploadId"));
    return S3Responses.xml(
        "CompleteMultipartUploadResult",
        xml ->
            xml.element("Location", "/" + request.bucket() + "/" + request.key())
                .element("Bucket", request.bucket())
                .element("Key", request.key())
                .element("ETag", etag));
  }

  private static StoredObject part(Upload upload, Map<String, String> listed) throws S3Exception {
    String number = listed.getOrDefault("PartNumber", "");
    StoredObject part =
        number.matches("\\d{1,5}") ? upload.parts.get(Integer.parseInt(number)) : null;
    String etag = listed.getOrDefault("ETag", "").replace("\"", "");
    if (part == null || !part.etag().replace("\"", "").equals(etag)) {
      throw new S3Exception(
          400, "InvalidPart", "One or more of the specified parts could not be found.");
    }
    return part;
  }

  private Response abort(S3Request request, byte[] content) throws S3Exception {
    upload(request);
    uploads.remove(request.parameter("uploadId"));
    return Response.empty(204);
  }

  private Response listParts(S3Request request, byte[] content) throws S3Exception {
    Upload upload = upload(request);
    return S3Responses.xml(
        "ListPartsResult",
        xml -> {
          xml.element("Bucket", upload.bucket)
              .element("Key", upload.key)
              .element("UploadId", request.parameter("uploadId"))
              .element("IsTruncated", "false");
          upload.parts.forEach(
              (number, part) ->
                  xml.element(
                      "Part",
                      one ->
                          one.element("PartNumber", number.toString())
                              .element("LastModified", S3Responses.xmlDate(part.lastModifiedAt()))
                              .element("ETag", part.etag())
                              .element("Size", Integer.toString(part.content().length))));
        });
  }

  private Response list(S3Request request, byte[] content) throws S3Exception {
    store.bucket(request.bucket());
    String prefix = request.parameter("prefix");
    return S3Responses.xml(
        "ListMultipartUploadsResult",
        xml -> {
          xml.element("Bucket", request.bucket()).element("IsTruncated", "false");
          uploads.forEach(
              (id, upload) -> {
                if (upload.bucket.equals(request.bucket()) && upload.key.startsWith(prefix)) {
                  xml.element(
                      "Upload", one -> one.element("Key", upload.key).element("UploadId", id));
                }
              });
        });
  }
}
