package dev.irsa.testkit.podidentity;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A response of EKS Auth, as the agent reads it. */
record EksAuthResponse(ReceivedResponse http) {
  private static final Set<Integer> RETRIED_STATUSES = Set.of(500, 502, 503, 504);
  private static final Set<String> RETRIED_CODES =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "RequestTimeout",
          "RequestTimeoutException");
  private static final Map<String, String> FAULTS =
      Map.of(
          "AccessDeniedException", "client",
          "ExpiredTokenException", "client",
          "InvalidParameterException", "client",
          "InvalidRequestException", "client",
          "InvalidTokenException", "client",
          "ResourceNotFoundException", "client",
          "ThrottlingException", "client",
          "InternalServerException", "server",
          "ServiceUnavailableException", "server");

  boolean isWorthRetrying() {
    return RETRIED_STATUSES.contains(http.status()) || RETRIED_CODES.contains(code(document()));
  }

  /** Returns the credentials, or throws the error that the agent passes on. */
  AgentCredentials credentials() throws AgentException {
    Map<String, Object> document = document();
    if (http.status() != 200) {
      throw failure(document);
    }
    if (document == null) {
      // The agent responds with the status of the response that it could not read.
      throw new AgentException(http.status(), null, requestId());
    }
    try {
      return credentials(document);
    } catch (ParseException | NullPointerException e) {
      throw new AgentException(
          500,
          null,
          "error getting credentials to cache: invalid response from server: credentials or assumed"
              + " role empty");
    }
  }

  private static AgentCredentials credentials(Map<String, Object> document) throws ParseException {
    Map<String, Object> keys = JSONObjectUtils.getJSONObject(document, "credentials");
    Map<String, Object> user = JSONObjectUtils.getJSONObject(document, "assumedRoleUser");
    Map<String, Object> subject = JSONObjectUtils.getJSONObject(document, "subject");
    return new AgentCredentials(
        text(keys, "accessKeyId"),
        text(keys, "secretAccessKey"),
        text(keys, "sessionToken"),
        Instant.ofEpochSecond(JSONObjectUtils.getLong(keys, "expiration")),
        "system:serviceaccount:%s:%s"
            .formatted(text(subject, "namespace"), text(subject, "serviceAccount")),
        text(user, "arn"));
  }

  private static String text(Map<String, Object> object, String name) throws ParseException {
    String text = JSONObjectUtils.getString(object, name);
    if (text == null) {
      throw new ParseException(name, 0);
    }
    return text;
  }

  private AgentException failure(@Nullable Map<String, Object> document) {
    if (document == null) {
      return new AgentException(http.status(), null, requestId());
    }
    String code = code(document);
    String message = document.get("message") instanceof String text ? text : code;
    String fault = FAULTS.getOrDefault(code, "unknown");
    return new AgentException(
        http.status(),
        code,
        "%s: (%s): %s, fault: %s".formatted(requestId(), code, message, fault));
  }

  private String code(@Nullable Map<String, Object> document) {
    String code = http.header("x-amzn-ErrorType");
    if (code.isEmpty() && document != null && document.get("__type") instanceof String type) {
      code = type.substring(type.indexOf('#') + 1);
    }
    return code.isEmpty() ? "UnknownError" : code;
  }

  private String requestId() {
    return "[" + http.header("x-amzn-RequestId") + "]";
  }

  private @Nullable Map<String, Object> document() {
    try {
      return JsonObjects.parse(http.body());
    } catch (ParseException e) {
      return null;
    }
  }
}
