package dev.irsa.testkit.signature;

import dev.irsa.testkit.server.Request;
import dev.irsa.testkit.signature.UriEncoding.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The form of a request over which both sides compute the signature (IAM user guide, "Create a
 * signed AWS API request"). Which headers count is the signer's choice: some sign {@code
 * User-Agent}, some do not, so the list in the request decides and not the habits of one SDK.
 */
final class CanonicalRequest {
  private CanonicalRequest() {}

  static String of(Request request, Claim claim, String payloadHash, boolean encodePathTwice) {
    return String.join(
        "\n",
        request.method(),
        path(request, encodePathTwice),
        query(request, claim),
        headers(request, claim.signedHeaders()),
        String.join(";", claim.signedHeaders()),
        payloadHash);
  }

  private static String path(Request request, boolean encodePathTwice) {
    String once = UriEncoding.encodePath(UriEncoding.decode(request.rawPath()));
    return encodePathTwice ? UriEncoding.encodePath(once) : once;
  }

  private static String query(Request request, Claim claim) {
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
