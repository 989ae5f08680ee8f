package dev.irsa.testkit.internal.signature;

import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.Request;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests that SDKs would not sign: with unusual dates, scopes and headers. The steps follow
 * the IAM user guide, "Create a signed AWS API request".
 */
final class RequestSigner {
  static final String DATE = "20310314T150405Z";

  private final AccessKey key;
  private final String service;
  private final Headers headers = Headers.none().with("Host", "example.com");
  private String scopeDate = "20310314";
  private @Nullable String canonicalPath;
  private String payloadHash = Hashes.sha256("");

  RequestSigner(AccessKey key, String service) {
    this.key = key;
    this.service = service;
  }

  RequestSigner scopeDate(String date) {
    this.scopeDate = date;
    return this;
  }

  /** Signs for this path instead of the request's. */
  RequestSigner canonicalPath(String path) {
    this.canonicalPath = path;
    return this;
  }

  RequestSigner payloadHash(String hash) {
    this.payloadHash = hash;
    return this;
  }

  /**
   * Returns a GET request with the given fields, {@code name: value}. All fields are signed except
   * {@code unsigned}.
   */
  Request inHeader(String path, List<String> fields, List<String> unsigned) {
    Headers all = with(headers, fields);
    Map<String, String> signed = new TreeMap<>();
    all.fields().forEach(field -> signed.put(field.name().toLowerCase(Locale.ROOT), field.value()));
    String date = signed.getOrDefault("x-amz-date", signed.get("date"));
    String signature = signature("GET", path, "", signed, date);
    String authorization =
        "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s"
            .formatted(credential(), String.join(";", signed.keySet()), signature);
    return request(path, "", with(all, unsigned).with("Authorization", authorization));
  }

  /** Returns a presigned GET request. */
  Request inQuery(String expires, List<String> unsigned) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    parameters.put("X-Amz-Credential", UriEncoding.encode(credential()));
    parameters.put("X-Amz-Date", DATE);
    parameters.put("X-Amz-Expires", UriEncoding.encode(expires));
    parameters.put("X-Amz-SignedHeaders", "host");
    String query =
        parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
    String signature = signature("GET", "/", query, Map.of("host", "example.com"), DATE);
    return request("/", query + "&X-Amz-Signature=" + signature, with(headers, unsigned));
  }

  private String credential() {
    return key.accessKeyId() + "/" + scopeDate + "/eu-west-1/" + service + "/aws4_request";
  }

  private String signature(
      String method, String path, String query, Map<String, String> signed, String date) {
    List<String> lines = new ArrayList<>();
    lines.add(method);
    lines.add(canonicalPath == null ? path : canonicalPath);
    lines.add(query);
    signed.forEach((name, value) -> lines.add(name + ":" + value));
    lines.add("");
    lines.add(String.join(";", signed.keySet()));
    lines.add(payloadHash);
    CredentialScope scope = new CredentialScope(scopeDate, "eu-west-1", service);
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            date,
            scope.toString(),
            Hashes.sha256(String.join("\n", lines)));
    return HexFormat.of().formatHex(Hashes.hmac(scope.signingKey(key.secretAccessKey()), text));
  }

  private static Headers with(Headers headers, List<String> fields) {
    Headers all = headers;
    for (String field : fields) {
      String[] pair = field.split(": ", 2);
      all = all.with(pair[0], pair[1]);
    }
    return all;
  }

  private static Request request(String path, String query, Headers headers) {
    return new Request("GET", path, query, headers, new byte[0], 1, false);
  }
}
