package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends web identity tokens to STS, in place of this library's own client: with an SDK's client,
 * its proxy, interceptors and endpoint, for example. Everything around the call (one at a time,
 * time limits, retries, refreshes) stays with this library.
 *
 * <p>Implementations must be thread-safe. They own their client; this library never closes it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface WebIdentityExchange {

  /**
   * The parameters of AssumeRoleWithWebIdentity. Immutable; {@link #toString()} masks the token.
   *
   * @param roleArn the ARN of the role
   * @param roleSessionName the role session name
   * @param webIdentityToken the token, a secret
   * @param duration the requested duration, or null for the default of STS
   * @param policy an inline session policy, or null
   * @param policyArns managed session policies, at most 10
   * @since 0.1
   */
  record Request(
      String roleArn,
      String roleSessionName,
      String webIdentityToken,
      @Nullable Duration duration,
      @Nullable String policy,
      List<String> policyArns) {

    /** Copies the list. */
    public Request {
      policyArns = List.copyOf(policyArns);
    }

    @Override
    public String toString() {
      return "Request[" + roleArn + ", session " + roleSessionName + ", webIdentityToken=***]";
    }
  }

  /**
   * The response of STS.
   *
   * @param credentials the credentials
   * @param serverDate the {@code Date} field of the response, or null if it is not known;
   *     expiration is then judged by the local clock
   * @since 0.1
   */
  record Response(SessionCredentials credentials, @Nullable Instant serverDate) {}

  /**
   * Thrown if STS responded with an error. This library decides by its code whether and when to try
   * again.
   *
   * @since 0.1
   */
  final class ErrorResponseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int httpStatus;
    private final @Nullable String requestId;

    /**
     * Creates an exception.
     *
     * @param code the AWS error code, such as {@code AccessDenied}
     * @param httpStatus the HTTP status
     * @param message the message of STS; a token in it is masked before it is shown
     * @param requestId the request id, or null
     */
    public ErrorResponseException(
        String code, int httpStatus, @Nullable String message, @Nullable String requestId) {
      super(message);
      this.code = code;
      this.httpStatus = httpStatus;
      this.requestId = requestId;
    }

    /** Returns the AWS error code. */
    public String code() {
      return code;
    }

    /** Returns the HTTP status. */
    public int httpStatus() {
      return httpStatus;
    }

    /** Returns the request id, or null. */
    public @Nullable String requestId() {
      return requestId;
    }
  }

  /**
   * Sends a token on the current thread. If the call is no longer needed, the thread is
   * interrupted.
   *
   * @param request what to send
   * @param bound the maximum duration, positive; after it the result is no longer used
   * @throws ErrorResponseException if STS responded with an error
   * @throws RuntimeException if STS did not respond; this counts as an outage
   */
  Response exchange(Request request, Duration bound);
}
