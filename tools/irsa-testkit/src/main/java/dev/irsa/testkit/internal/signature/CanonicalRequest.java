package dev.irsa.testkit.internal.signature;

import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.signature.UriEncoding.Parameter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The canonical form of a request, from which both sides compute the signature (IAM user guide,
 * "Create a signed AWS API request"). The signed headers are those listed in the request, since
 * SDKs differ: some sign {@code User-Agent}, some do not.
 */
final class CanonicalRequest {
  private CanonicalRequest() {}

  /**
   * Creates a canonical request.
   *
   * @param objectStore whether the service is S3, where a path is a key: encoded once, and
   *     otherwise unchanged
   */
  static String of(Request request, SignatureClaim claim, String payloadHash, boolean objectStore) {
    return String.join(
        "\n",
        request.method(),
        objectStore ? keyPath(request.rawPath()) : normalizedPath(request.rawPath()),
        query(request, claim),
        headers(request, claim.signedHeaders()),
        String.join(";", claim.signedHeaders()),
        payloadHash);
  }

  private static String keyPath(String path) {
    return UriEncoding.encodePath(UriEncoding.decode(path));
  }

  /**
   * Returns the path without redundant and relative segments (RFC 3986, 5.2.4), each segment
   * encoded once more than in the request: what the request has without encoding, such as a dollar
   * sign, is encoded once. It ends with a slash only if the original does, as in AWS's signers.
   */
  private static String normalizedPath(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.add(UriEncoding.encode(segment));
      }
    }
    String end = path.endsWith("/") && !kept.isEmpty() ? "/" : "";
    return "/" + String.join("/", kept) + end;
  }

  private static String query(Request request, SignatureClaim claim) {
    return UriEncoding.parameters(request.rawQuery()).stream()
        .filter(parameter -> !claim.presigned() || !parameter.name().equals("X-Amz-Signature"))
        .map(CanonicalRequest::encoded)
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .collect(Collectors.joining("&"));
  }

  private static Parameter encoded(Parameter parameter) {
    return new Parameter(
        UriEncoding.encode(parameter.name()), UriEncoding.encode(parameter.value()));
  }

  private static String headers(Request request, List<String> names) {
    return names.stream()
        .map(name -> name + ":" + values(request.headers().all(name)) + "\n")
        .collect(Collectors.joining());
  }

  private static String values(List<String> values) {
    return values.stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }
}
