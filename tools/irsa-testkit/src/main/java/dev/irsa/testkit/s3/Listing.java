package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Response;
import dev.irsa.testkit.server.Xml;
import dev.irsa.testkit.signature.UriEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One page of a bucket's objects, grouped by a delimiter, for both versions of the list action. */
final class Listing {
  private static final int LARGEST_PAGE = 1000;

  private final S3Request request;
  private final String prefix;
  private final String delimiter;
  private final int maxKeys;
  private final UnaryOperator<String> encoding;
  private final Map<String, StoredObject> contents = new LinkedHashMap<>();
  private final Set<String> commonPrefixes = new LinkedHashSet<>();
  private String last = "";
  private boolean truncated;

  private Listing(S3Request request, NavigableMap<String, StoredObject> objects, String after)
      throws S3Exception {
    this.request = request;
    this.prefix = request.parameter("prefix");
    this.delimiter = request.parameter("delimiter");
    this.maxKeys = maxKeys(request);
    this.encoding =
        request.parameter("encoding-type").equals("url")
            ? UriEncoding::encodePath
            : UnaryOperator.identity();
    collect(objects, after);
  }

  static Response version1(S3Request request, NavigableMap<String, StoredObject> objects)
      throws S3Exception {
    String marker = request.parameter("marker");
    Listing listing = new Listing(request, objects, marker);
    return S3Responses.xml(
        "ListBucketResult",
        xml -> {
          xml.element("Marker", listing.encoding.apply(marker));
          if (listing.truncated) {
            xml.element("NextMarker", listing.encoding.apply(listing.last));
          }
          listing.write(xml);
        });
  }

  static Response version2(S3Request request, NavigableMap<String, StoredObject> objects)
      throws S3Exception {
    String token = request.parameter("continuation-token");
    String after = token.isEmpty() ? request.parameter("start-after") : keyOf(token);
    Listing listing = new Listing(request, objects, after);
    return S3Responses.xml(
        "ListBucketResult",
        xml -> {
          int count = listing.contents.size() + listing.commonPrefixes.size();
          xml.element("KeyCount", Integer.toString(count));
          if (!token.isEmpty()) {
            xml.element("ContinuationToken", token);
          }
          if (listing.truncated) {
            xml.element("NextContinuationToken", tokenOf(listing.last));
          }
          listing.write(xml);
        });
  }

  private void collect(NavigableMap<String, StoredObject> objects, String after) {
    for (Map.Entry<String, StoredObject> entry : objects.tailMap(prefix, true).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix)) {
        return;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String shown = end < 0 ? key : key.substring(0, end + delimiter.length());
      if (shown.compareTo(after) <= 0 || commonPrefixes.contains(shown)) {
        continue;
      }
      if (contents.size() + commonPrefixes.size() == maxKeys) {
        truncated = maxKeys > 0;
        return;
      }
      last = shown;
      if (end < 0) {
        contents.put(key, entry.getValue());
      } else {
        commonPrefixes.add(shown);
      }
    }
  }

  private void write(Xml xml) {
    xml.element("Name", request.bucket())
        .element("Prefix", encoding.apply(prefix))
        .element("MaxKeys", Integer.toString(maxKeys))
        .element("IsTruncated", Boolean.toString(truncated));
    if (!delimiter.isEmpty()) {
      xml.element("Delimiter", encoding.apply(delimiter));
    }
    if (request.parameter("encoding-type").equals("url")) {
      xml.element("EncodingType", "url");
    }
    contents.forEach(
        (key, object) ->
            xml.element(
                "Contents",
                entry ->
                    entry
                        .element("Key", encoding.apply(key))
                        .element("LastModified", S3Responses.xmlDate(object.lastModifiedAt()))
                        .element("ETag", object.etag())
                        .element("Size", Integer.toString(object.content().length))
                        .element("StorageClass", "STANDARD")));
    commonPrefixes.forEach(
        common ->
            xml.element(
                "CommonPrefixes", entry -> entry.element("Prefix", encoding.apply(common))));
  }

  private static int maxKeys(S3Request request) throws S3Exception {
    String text = request.parameter("max-keys");
    if (text.isEmpty()) {
      return LARGEST_PAGE;
    }
    if (!text.matches("\\d{1,9}")) {
      throw S3Exception.invalidArgument("Provided max-keys not an integer or within integer range");
    }
    return Math.min(LARGEST_PAGE, Integer.parseInt(text));
  }

  private static String tokenOf(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String keyOf(String token) throws S3Exception {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Exception.invalidArgument("The continuation token provided is incorrect");
    }
  }
}
