package dev.irsa.credentials;

import dev.irsa.internal.failure.FailureDetails;

/**
 * Thrown if the issuer (STS, or the container endpoint) rejects the request. A refresh does not
 * retry it, with one exception: if the token was the reason and the token file has changed since,
 * it is retried once.
 *
 * @since 0.1
 */
@SuppressWarnings({"exports", "InvalidBlockTag"}) // See the superclass.
public final class ExchangeRejectedException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  private final FailureKind failureKind;
  private final int httpStatus;

  /**
   * Creates an exception.
   *
   * @param failureKind {@link FailureKind#TOKEN}, {@link FailureKind#DENIED}, or {@link
   *     FailureKind#MISCONFIGURED} if the issuer reports a setting of the account
   * @param httpStatus the HTTP status
   * @hidden
   */
  public ExchangeRejectedException(
      FailureDetails details, FailureKind failureKind, int httpStatus) {
    super(details);
    this.failureKind = failureKind;
    this.httpStatus = httpStatus;
  }

  /**
   * Returns the HTTP status: 400 to 499, or 200 if a container endpoint reported the rejection in a
   * successful response.
   */
  public int httpStatus() {
    return httpStatus;
  }

  @Override
  public FailureKind failureKind() {
    return failureKind;
  }

  @Override
  public boolean isRetryable() {
    return failureKind == FailureKind.TOKEN;
  }

  /**
   * @hidden
   */
  @Override
  public ExchangeRejectedException with(FailureDetails other) {
    return new ExchangeRejectedException(other, failureKind, httpStatus);
  }
}
