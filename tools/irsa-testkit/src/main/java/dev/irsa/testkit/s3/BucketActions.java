package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The actions on buckets. Thread-safe. */
final class BucketActions {
  private final ObjectStore store;
  private final String region;

  BucketActions(ObjectStore store, String region) {
    this.store = store;
    this.region = region;
  }

  void addTo(Map<String, S3Action> actions) {
    actions.put("ListBuckets", this::list);
    actions.put("HeadBucket", this::head);
    actions.put("CreateBucket", this::create);
    actions.put("DeleteBucket", this::delete);
    actions.put("GetBucketLocation", this::location);
    actions.put(
        "ListObjects",
        (request, content) -> Listing.version1(request, store.bucket(request.bucket()).objects()));
    actions.put(
        "ListObjectsV2",
        (request, content) -> Listing.version2(request, store.bucket(request.bucket()).objects()));
    actions.put("DeleteObjects", this::deleteObjects);
  }

  private Response list(S3Request request, byte[] content) {
    return S3Responses.xml(
        "ListAllMyBucketsResult",
        xml ->
            xml.element(
                "Buckets",
                all ->
                    store
                        .all()
                        .forEach(
                            (name, bucket) ->
                                all.element(
                                    "Bucket",
                                    one ->
                                        one.element("Name", name)
                                            .element(
                                                "CreationDate",
                                                S3Responses.xmlDate(bucket.createdAt()))))));
  }

  private Response head(S3Request request, byte[] content) throws S3Exception {
    store.bucket(request.bucket());
    return Response.empty(200).with("x-amz-bucket-region", region);
  }

  private Response create(S3Request request, byte[] content) throws S3Exception {
    try {
      store.createBucket(request.bucket());
    } catch (IllegalArgumentException e) {
      throw new S3Exception(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    return Response.empty(200).with("Location", "/" + request.bucket());
  }

  private Response delete(S3Request request, byte[] content) throws S3Exception {
    store.delete(request.bucket());
    return Response.empty(204);
  }

  private Response location(S3Request request, byte[] content) throws S3Exception {
    store.bucket(request.bucket());
    // The oldest region is represented by an empty text.
    String constraint = region.equals("us-east-1") ? "" : region;
    return S3Responses.xml("LocationConstraint", xml -> xml.text(constraint));
  }

  private Response deleteObjects(S3Request request, byte[] content) throws S3Exception {
    ObjectStore.Bucket bucket = store.bucket(request.bucket());
    List<String> keys = new ArrayList<>();
    for (Map<String, String> entry : S3RequestBodies.entries(content, "Object")) {
      keys.add(entry.getOrDefault("Key", ""));
    }
    boolean quiet = new String(content, StandardCharsets.UTF_8).contains("<Quiet>true</Quiet>");
    if (keys.size() > 1000) {
      throw S3Exception.malformedXml();
    }
    keys.forEach(bucket.objects()::remove);
    List<String> told = quiet ? List.of() : keys;
    return S3Responses.xml(
        "DeleteResult",
        xml -> told.forEach(key -> xml.element("Deleted", one -> one.element("Key", key))));
  }
}
