package dev.irsa.testkit.s3;

import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.internal.signature.UriEncoding;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed request to S3: bucket and key from path or host, and the API action.
 *
 * @param bucket the bucket; empty for the list of buckets
 * @param key the key; empty for the bucket itself
 */
record S3Request(Request http, String bucket, String key, Map<String, String> query) {
  /** Every other parameter, such as {@code ?location}, asks for something else. */
  private static final Pattern EMULATED =
      Pattern.compile(
          "bucket-region|continuation-token|delete|delimiter|encoding-type|fetch-owner|list-type"
              + "|marker|max-buckets|max-keys|prefix|start-after|x-id|response-.*|(?i)x-amz-.*");

  private static final Pattern VIRTUAL_HOST =
      Pattern.compile(
          "(.+)\\.(s3([.-][a-z0-9-]+)*\\.(amazonaws\\.com(\\.cn)?|api\\.aws)|localhost)");

  static S3Request of(Request http) {
    Map<String, String> query = UriEncoding.query(http.rawQuery());
    String path = UriEncoding.decode(http.rawPath()).substring(1);
    Matcher host = VIRTUAL_HOST.matcher(http.host());
    if (host.matches()) {
      return new S3Request(http, host.group(1), path, query);
    }
    String[] parts = path.split("/", 2);
    return new S3Request(http, parts[0], parts.length == 1 ? "" : parts[1], query);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  String header(String name) {
    return http.headers().first(name).orElse("");
  }

  /** Returns the name of the action in S3's API reference; empty if it is not emulated. */
  String action() {
    if (!query.keySet().stream().allMatch(name -> EMULATED.matcher(name).matches())) {
      return "";
    }
    if (!key.isEmpty()) {
      return switch (http.method()) {
        case "GET" -> "GetObject";
        case "HEAD" -> "HeadObject";
        case "PUT" -> header("x-amz-copy-source").isEmpty() ? "PutObject" : "CopyObject";
        case "DELETE" -> "DeleteObject";
        default -> "";
      };
    }
    return switch (bucket.isEmpty() ? http.method() + " /" : http.method()) {
      case "GET /" -> "ListBuckets";
      case "HEAD" -> "HeadBucket";
      case "POST" -> query.containsKey("delete") ? "DeleteObjects" : "";
      case "GET" -> parameter("list-type").equals("2") ? "ListObjectsV2" : "ListObjects";
      default -> "";
    };
  }

  /** Returns the permission that the action requires. */
  String permission() {
    return switch (action()) {
      case "ListBuckets" -> "s3:ListAllMyBuckets";
      case "HeadBucket", "ListObjects", "ListObjectsV2" -> "s3:ListBucket";
      case "GetObject", "HeadObject" -> "s3:GetObject";
      case "PutObject", "CopyObject" -> "s3:PutObject";
      case "DeleteObject", "DeleteObjects" -> "s3:DeleteObject";
      default -> throw new IllegalStateException("not emulated: " + http);
    };
  }

  /** Throws the error of S3 for a request that is not emulated, whoever makes it. */
  void requireEmulated() throws ServiceException {
    if (action().isEmpty()) {
      throw new ServiceException(
          501,
          "NotImplemented",
          "A header or query you provided implies functionality that is not implemented");
    }
  }
}
