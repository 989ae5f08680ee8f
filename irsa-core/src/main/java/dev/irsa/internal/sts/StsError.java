package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.StsRemedies;
import dev.irsa.internal.text.TokenRedactor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error document of STS and its interpretation. Immutable.
 *
 * @param code the AWS error code
 * @param status the HTTP status, 400 to 599
 * @param message the message, redacted
 * @param requestId the request id, or null
 */
record StsError(String code, int status, String message, @Nullable String requestId) {

  private static final int MAX_WORD_LENGTH = 128;

  private static final List<String> THROTTLING =
      List.of(
          ("Throttling ThrottlingException ThrottledException RequestThrottled"
                  + " RequestThrottledException TooManyRequests TooManyRequestsException"
                  + " RequestLimitExceeded BandwidthLimitExceeded LimitExceededException"
                  + " ProvisionedThroughputExceededException TransactionInProgressException"
                  + " PriorRequestNotComplete SlowDown EC2ThrottledException")
              .split(" ", -1));

  private static final List<String> OUTAGES =
      List.of(
          ("IDPCommunicationError IDPCommunicationErrorException InternalFailure InternalError"
                  + " InternalServerError ServiceUnavailable ServiceUnavailableException"
                  + " RequestTimeout RequestTimeoutException")
              .split(" ", -1));

  /**
   * Returns an error that was read by another client.
   *
   * @param message the message of STS, which is redacted, or null
   * @param token the token that was sent
   */
  static StsError of(
      String code, int status, @Nullable String message, @Nullable String requestId, String token) {
    String word = word(code, token);
    return redacted(word == null ? "an unreadable code" : word, status, message, requestId, token);
  }

  private static @Nullable String word(@Nullable String text, String token) {
    return TokenRedactor.plainWord(text, MAX_WORD_LENGTH, token);
  }

  private static StsError redacted(
      String word, int status, @Nullable String message, @Nullable String requestId, String token) {
    return new StsError(
        word,
        status,
        message == null ? "" : TokenRedactor.mask(message, token),
        word(requestId, token));
  }

  /** Returns the failure of an exchange to which STS responded with this error. */
  CredentialsException failure(RoleAndIssuer subject, FailedAttempts attempt) {
    FailureKind kind = failureKind();
    boolean rejected = !kind.isTransient();
    String summary =
        subject.issuerAtFirst()
            + (rejected ? " refused " : " could not serve ")
            + subject.requested()
            + ": "
            + code
            + " ("
            + status
            + (message.isEmpty() ? ")" : ") \"" + message + "\"")
            + (requestId == null ? "" : ", request id " + requestId);
    String remedy = StsRemedies.ofErrorCode(kind, code, isKeyUnavailable());
    FailureDetails details =
        FailureDetails.of(summary, remedy, subject.roleArn(), subject.endpoint())
            .withResponse(code, requestId, message)
            .after(attempt);
    return rejected
        ? new ExchangeRejectedException(
            details.withTokenAtFault(isInvalidToken() || isExpiredToken()), kind, status)
        : new ExchangeUnavailableException(details, Stage.RESPONSE, kind == FailureKind.THROTTLED);
  }

  /** Reads an error document. Returns null if the response does not contain one. */
  static @Nullable StsError read(HttpResponse response, String token) {
    if (response.status() < 400 || response.status() > 599) {
      return null;
    }
    XmlDocument document;
    try {
      document = XmlReader.read(response.body());
    } catch (MalformedResponseException e) {
      return null;
    }
    boolean known = document.root().equals("ErrorResponse") || document.root().equals("Error");
    String code = word(document.text("Error", "Code"), token);
    if (!known || code == null) {
      return null;
    }
    String id = document.text(document.root(), "RequestId");
    return redacted(
        code,
        response.status(),
        document.text("Error", "Message"),
        id == null || id.isEmpty() ? response.requestId() : id,
        token);
  }

  FailureKind failureKind() {
    if (status == 429 || THROTTLING.contains(code)) {
      return FailureKind.THROTTLED;
    }
    if (status >= 500 || status == 408 || OUTAGES.contains(code)) {
      return FailureKind.OUTAGE;
    }
    if (isKeyUnavailable()) {
      return FailureKind.OUTAGE;
    }
    if (StsRemedies.isMisconfigured(code)) {
      return FailureKind.MISCONFIGURED;
    }
    return isExpiredToken() ? FailureKind.TOKEN : FailureKind.DENIED;
  }

  boolean isExpiredToken() {
    return code.equals("ExpiredTokenException") || code.equals("ExpiredToken");
  }

  boolean isInvalidToken() {
    return code.equals("InvalidIdentityToken") || code.equals("InvalidIdentityTokenException");
  }

  /** STS could not fetch the issuer's keys. It reports this with the code of an invalid token. */
  private boolean isKeyUnavailable() {
    return isInvalidToken() && message.toLowerCase(Locale.ROOT).contains("verification key");
  }
}
