package dev.irsa.internal.container;

import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.ContainerRemedies;
import dev.irsa.internal.text.TokenRedactor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An error of a container credentials endpoint. The agent of EKS Pod Identity sends a line of text,
 * {@code [<request id>]: (<code>): <message>, fault: client}, in which each part may be missing
 * (aws/eks-pod-identity-agent, pkg/errors); others send JSON with a code and a message. Immutable.
 *
 * @param code the AWS error code, or null
 * @param status the HTTP status, 200 or 400 to 599
 * @param message the message, redacted, may be empty
 * @param requestId the request id, or null
 */
record ContainerError(
    @Nullable String code, int status, String message, @Nullable String requestId) {

  private static final String SUCCESS = "Success";
  private static final int MAX_WORD_LENGTH = 128;

  /** Returns the error that a response with status 200 contains, or null. */
  static @Nullable ContainerError inSuccess(Map<String, String> members, String token) {
    String code = members.get("Code");
    if (code == null && !members.containsKey("AccessKeyId")) {
      code = members.get("code");
    }
    return code == null || code.equals(SUCCESS) ? null : ofJson(members, 200, token);
  }

  /** Reads an error. Returns null if the response is not from a container credentials endpoint. */
  static @Nullable ContainerError read(HttpResponse response, String token) {
    String text = new String(response.body(), StandardCharsets.UTF_8).strip();
    boolean markup = text.startsWith("<") || isHtml(response.contentType());
    if (response.status() < 400 || response.status() > 599 || markup) {
      return null;
    }
    if (isEmptyRefusal(response)) {
      return new ContainerError(null, response.status(), "", null);
    }
    try {
      return ofJson(JsonMembers.parse(response.body()), response.status(), token);
    } catch (MalformedResponseException notJson) {
      return isText(response.contentType()) ? ofLine(text, response.status(), token) : null;
    }
  }

  /** Returns whether a response refuses without a reason. Only proxies send a 407. */
  private static boolean isEmptyRefusal(HttpResponse response) {
    return response.body().length == 0
        && response.contentType() == null
        && response.status() < 500
        && response.status() != 407;
  }

  private static boolean isHtml(@Nullable String contentType) {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html");
  }

  private static boolean isText(@Nullable String contentType) {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/plain");
  }

  private static ContainerError ofJson(Map<String, String> members, int status, String token) {
    String message = first(members, "message", "Message");
    return new ContainerError(
        word(first(members, "code", "Code"), token),
        status,
        text(message == null ? "" : message, token),
        word(first(members, "RequestId", "requestId"), token));
  }

  private static @Nullable String first(
      Map<String, String> members, String name, String otherName) {
    String found = members.get(name);
    return found == null ? members.get(otherName) : found;
  }

  private static ContainerError ofLine(String line, int status, String token) {
    // Without its last space, which was stripped, an empty message would hide the code.
    String rest = line + ' ';
    String requestId = null;
    if (rest.startsWith("[") && rest.contains("]")) {
      requestId = word(rest.substring(1, rest.indexOf(']')), token);
      rest = afterColon(rest.substring(rest.indexOf(']') + 1));
    }
    String code = null;
    if (rest.startsWith("(") && rest.contains("): ")) {
      code = word(rest.substring(1, rest.indexOf("): ")), token);
      rest = rest.substring(rest.indexOf("): ") + 3);
    }
    int fault = rest.lastIndexOf(", fault: ");
    return new ContainerError(
        code,
        status,
        text((fault < 0 ? rest : rest.substring(0, fault)).strip(), token),
        requestId);
  }

  private static String afterColon(String text) {
    return text.startsWith(": ") ? text.substring(2) : text;
  }

  /**
   * Returns a message without secrets. One that may be a document with credentials is dropped, such
   * as a part of JSON.
   */
  private static String text(String message, String token) {
    boolean mayBeCredentials = message.startsWith("{") || message.contains("AccessKey");
    return mayBeCredentials ? "" : TokenRedactor.mask(message, token);
  }

  private static @Nullable String word(@Nullable String text, String token) {
    return TokenRedactor.plainWord(text, MAX_WORD_LENGTH, token);
  }

  FailureKind failureKind() {
    if (status == 429 || hasCodeWith("Throttl", "TooManyRequests")) {
      return FailureKind.THROTTLED;
    }
    if (status == 200) {
      // Unauthorized is also in AssumeRoleUnauthorizedAccess.
      return hasCodeWith("AccessDenied", "Unauthorized", "NotAuthorized", "Forbidden")
          ? FailureKind.DENIED
          : FailureKind.OUTAGE;
    }
    if (status >= 500 || status == 408 || hasCodeWith("InternalServer", "ServiceUnavailable")) {
      return FailureKind.OUTAGE;
    }
    return isOfToken() ? FailureKind.TOKEN : FailureKind.DENIED;
  }

  private boolean isOfToken() {
    return hasCodeWith("ExpiredToken", "InvalidToken")
        || message.contains("cannot be empty")
        || message.contains("cannot be parsed")
        || message.contains("claim validations");
  }

  /** Returns how to fix the error, or an empty string. */
  String remedy(RoleAndIssuer subject) {
    return ContainerRemedies.of(subject, failureKind(), status, code == null ? "" : code, message);
  }

  private boolean hasCodeWith(String... parts) {
    return code != null && Stream.of(parts).anyMatch(code::contains);
  }

  /** Returns code, status, message and request id for a sentence. */
  String describe() {
    return (code == null ? "status " + status : code + " (" + status + ")")
        + (message.isEmpty() ? "" : " \"" + message + "\"")
        + (requestId == null ? "" : ", request id " + requestId);
  }
}
