package dev.irsa.credentials;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * STS read the request and said no. Nothing is sent again by itself inside one refresh, except once
 * when the token was the reason and the file has changed since.
 */
public final class ExchangeRejectedException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final int httpStatus;
  private final @Nullable String requestId;
  private final boolean tokenAtFault;

  /**
   * Says what STS answered.
   *
   * @param summary one sentence: what STS refused, with its own message, masked
   * @param remedy what to do
   * @param code the AWS error code
   * @param httpStatus the HTTP status
   * @param requestId the request id, or null when the answer had none
   * @param tokenAtFault whether a newer token may be accepted (ExpiredTokenException,
   *     InvalidIdentityToken)
   * @param roleArn the role that was asked for
   * @param endpoint the STS endpoint
   * @param circumstances how hard it was tried
   * @param cause an earlier throw of the same failure, or null
   */
  public ExchangeRejectedException(
      String summary,
      String remedy,
      String code,
      int httpStatus,
      @Nullable String requestId,
      boolean tokenAtFault,
      String roleArn,
      URI endpoint,
      AttemptInfo circumstances,
      @Nullable Throwable cause) {
    super(summary, remedy, roleArn, endpoint, circumstances, cause);
    this.code = code;
    this.httpStatus = httpStatus;
    this.requestId = requestId;
    this.tokenAtFault = tokenAtFault;
  }

  @Override
  public String code() {
    return code;
  }

  /** Returns the HTTP status, 400 to 499. */
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
    // Other implementations of STS leave out "Exception".
    return code.startsWith("ExpiredToken") ? FailureKind.TOKEN : FailureKind.DENIED;
  }

  @Override
  public boolean isRetryable() {
    return failureKind() == FailureKind.TOKEN;
  }

  @Override
  public ExchangeRejectedException with(AttemptInfo newCircumstances) {
    return new ExchangeRejectedException(
        summary(),
        remedy(),
        code,
        httpStatus,
        requestId,
        tokenAtFault,
        Objects.requireNonNull(roleArn()),
        Objects.requireNonNull(endpoint()),
        newCircumstances,
        this);
  }
}
