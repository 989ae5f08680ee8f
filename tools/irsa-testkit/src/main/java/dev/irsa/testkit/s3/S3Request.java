package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Request;
import dev.irsa.testkit.signature.UriEncoding;
import dev.irsa.testkit.signature.UriEncoding.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed request to S3: bucket and key from path or host, and the API action.
 *
 * @param bucket the bucket; empty for the list of buckets
 * @param key the key; empty for the bucket itself
 */
record S3Request(Request http, String bucket, String key, Map<String, String> query) {
  private static final Pattern VIRTUAL_HOST =
      Pattern.compile(
          "(.+)\\.(s3([.-][a-z0-9-]+)*\\.(amazonaws\\.com(\\.cn)?|api\\.aws)|localhost)");

  static S3Request of(Request http) {
    Map<String, String> query = new LinkedHashMap<>();
    for (Parameter parameter : UriEncoding.parameters(http.rawQuery())) {
      query.put(parameter.name(), parameter.value());
    }
    String path = UriEncoding.decode(http.rawPath()).substring(1);
    Matcher host = VIRTUAL_HOST.matcher(http.host());
    if (host.matches()) {
      return new S3Request(http, host.group(1), path, query);
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new S3Request(http, path, "", query)
        : new S3Request(http, path.substring(0, slash), path.substring(slash + 1), query);
  }

  boolean has(String parameter) {
    return query.containsKey(parameter);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  Optional<String> header(String name) {
    return http.headers().first(name);
  }

  /** Returns the name of the action in S3's API reference; empty if it is not emulated. */
  String action() {
    if (bucket.isEmpty()) {
      return http.method().equals("GET") ? "ListBuckets" : "";
    }
    return key.isEmpty() ? bucketAction() : objectAction();
  }

  private String bucketAction() {
    return switch (http.method()) {
      case "HEAD" -> "HeadBucket";
      case "PUT" -> query.isEmpty() || has("x-id") ? "CreateBucket" : "";
      case "DELETE" -> query.isEmpty() || has("x-id") ? "DeleteBucket" : "";
      case "POST" -> has("delete") ? "DeleteObjects" : "";
      case "GET" -> bucketReading();
      default -> "";
    };
  }

  private String bucketReading() {
    if (has("location")) {
      return "GetBucketLocation";
    }
    if (has("uploads")) {
      return "ListMultipartUploads";
    }
    if (has("acl") || has("policy") || has("versioning") || has("versions")) {
      return "";
    }
    return parameter("list-type").equals("2") ? "ListObjectsV2" : "ListObjects";
  }

  private String objectAction() {
    boolean copy = header("x-amz-copy-source").isPresent();
    boolean part = has("uploadId");
    if (has("acl") || has("tagging") || has("retention") || has("legal-hold")) {
      return "";
    }
    return switch (http.method()) {
      case "GET" -> part ? "ListParts" : "GetObject";
      case "HEAD" -> "HeadObject";
      case "PUT" ->
          part ? (copy ? "UploadPartCopy" : "UploadPart") : copy ? "CopyObject" : "PutObject";
      case "DELETE" -> part ? "AbortMultipartUpload" : "DeleteObject";
      case "POST" ->
          has("uploads") ? "CreateMultipartUpload" : part ? "CompleteMultipartUpload" : "";
      default -> "";
    };
  }
}
