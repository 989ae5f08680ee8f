package dev.irsa.credentials;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the issuer (STS, or the container endpoint) rejects the request. A refresh does not
 * retry it, with one exception: if the token was the reason and the token file has changed since,
 * it is retried once.
 *
 * @since 0.1
 */
public final class ExchangeRejectedException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  private final FailureKind failureKind;
  private final @Nullable String code;
  private final int httpStatus;
  private final @Nullable String requestId;
  private final boolean tokenAtFault;

  /**
   * Creates an exception.
   *
   * @param summary one sentence: what was rejected, with the message of the issuer, redacted
   * @param remedy how to fix the cause; the first line becomes part of the message
   * @param failureKind {@link FailureKind#TOKEN} or {@link FailureKind#DENIED}
   * @param code the AWS error code, or null if the response had none
   * @param httpStatus the HTTP status
   * @param requestId the request id, or null if the response had none
   * @param tokenAtFault whether a newer token may be accepted (such as ExpiredTokenException)
   * @param roleArn the requested role, or null if only the issuer knows it
   * @param endpoint the endpoint of the issuer
   * @param attemptInfo the attempts that were made
   * @param cause an earlier instance of the same failure, or null
   */
  public ExchangeRejectedException(
      String summary,
      String remedy,
      FailureKind failureKind,
      @Nullable String code,
      int httpStatus,
      @Nullable String requestId,
      boolean tokenAtFault,
      @Nullable String roleArn,
      URI endpoint,
      AttemptInfo attemptInfo,
      @Nullable Throwable cause) {
    super(summary, remedy, roleArn, endpoint, attemptInfo, cause);
    this.failureKind = failureKind;
    this.code = code;
    this.httpStatus = httpStatus;
    this.requestId = requestId;
    this.tokenAtFault = tokenAtFault;
  }

  @Override
  public @Nullable String code() {
    return code;
  }

  /**
   * Returns the HTTP status: 400 to 499, or 200 if a container endpoint reported the rejection in a
   * successful response.
   */
  public int httpStatus() {
    return httpStatus;
  }

  @Override
  public @Nullable String requestId() {
    return requestId;
  }

  @Override
  public boolean isTokenAtFault() {
    return tokenAtFault;
  }

  @Override
  public FailureKind failureKind() {
    return failureKind;
  }

  @Override
  public boolean isRetryable() {
    return failureKind == FailureKind.TOKEN;
  }

  @Override
  public ExchangeRejectedException with(AttemptInfo newAttemptInfo) {
    return new ExchangeRejectedException(
        summary(),
        remedy(),
        failureKind,
        code,
        httpStatus,
        requestId,
        tokenAtFault,
        roleArn(),
        Objects.requireNonNull(endpoint()),
        newAttemptInfo,
        this);
  }
}
