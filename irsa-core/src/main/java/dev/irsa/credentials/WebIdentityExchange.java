package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends web identity tokens to STS, in place of this library's own client: with an SDK's client,
 * its proxy, interceptors and endpoint, for example. Everything around the call (time limits,
 * retries, refreshes) stays with this library. An object is called by one thread at a time,
 * whatever number of roles use it, so that one that hangs delays only its own roles.
 *
 * <p>Implementations are called by several threads, one after another. They own their client; this
 * library never closes it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface WebIdentityExchange {

  /**
   * The parameters of AssumeRoleWithWebIdentity. Immutable; {@code toString()} masks the token.
   * Later versions may add methods.
   *
   * @since 0.1
   */
  interface Request {
    /** Returns the ARN of the role. */
    String roleArn();

    /** Returns the role session name. */
    String roleSessionName();

    /** Returns the token, a secret. */
    String webIdentityToken();

    /** Returns the requested duration, or null for the default of STS. */
    @Nullable Duration duration();

    /** Returns an inline session policy, or null. */
    @Nullable String policy();

    /** Returns the ARNs of managed session policies, at most 10. */
    List<String> policyArns();
  }

  /**
   * The response of STS. Immutable.
   *
   * @since 0.1
   */
  final class Response {
    private final SessionCredentials credentials;
    private final @Nullable Instant serverDate;

    private Response(SessionCredentials credentials, @Nullable Instant serverDate) {
      this.credentials = credentials;
      this.serverDate = serverDate;
    }

    /** Returns a response whose date is not known; expiration is judged by the local clock. */
    public static Response of(SessionCredentials credentials) {
      return new Response(credentials, null);
    }

    /** Returns a copy with the {@code Date} field of the response, or null if it is not known. */
    public Response withServerDate(@Nullable Instant date) {
      return new Response(credentials, date);
    }

    /** Returns the credentials. */
    public SessionCredentials credentials() {
      return credentials;
    }

    /** Returns the {@code Date} field of the response, or null if it is not known. */
    public @Nullable Instant serverDate() {
      return serverDate;
    }
  }

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
