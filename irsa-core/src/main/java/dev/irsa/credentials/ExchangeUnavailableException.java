package dev.irsa.credentials;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the issuer (STS, or the container endpoint) did not return a usable response: there was
 * no response, the issuer throttled the call or failed, or an intermediary responded instead.
 * Retried.
 *
 * @since 0.1
 */
public final class ExchangeUnavailableException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  /**
   * The stages of a call.
   *
   * @since 0.1
   */
  public enum Stage {
    /** Waiting for the refresh: no response before the caller's deadline or an interrupt. */
    WAITING,
    /** Looking up the host name. */
    DNS,
    /** Opening the connection to the issuer or to the proxy. */
    CONNECT,
    /** Performing the TLS handshake. */
    TLS,
    /** Sending the request, or waiting for the first byte of the response. */
    REQUEST,
    /** Reading the response. */
    RESPONSE
  }

  private final Stage stage;
  private final boolean throttled;
  private final @Nullable String code;
  private final @Nullable String requestId;

  /**
   * Creates an exception.
   *
   * @param summary one sentence: what was attempted and what happened
   * @param remedy how to fix the cause, may be empty; the first line becomes part of the message
   * @param stage the stage that the call had reached
   * @param throttled whether the issuer throttled the call
   * @param code the AWS error code, or null if the response had none
   * @param requestId the request id, or null
   * @param roleArn the requested role, or null
   * @param endpoint the endpoint of the issuer, or null
   * @param attemptInfo the attempts that were made
   * @param cause the underlying exception, or null
   */
  public ExchangeUnavailableException(
      String summary,
      String remedy,
      Stage stage,
      boolean throttled,
      @Nullable String code,
      @Nullable String requestId,
      @Nullable String roleArn,
      @Nullable URI endpoint,
      AttemptInfo attemptInfo,
      @Nullable Throwable cause) {
    super(summary, remedy, roleArn, endpoint, attemptInfo, cause);
    this.stage = stage;
    this.throttled = throttled;
    this.code = code;
    this.requestId = requestId;
  }

  /** Returns the stage that the call had reached. */
  public Stage stage() {
    return stage;
  }

  /** Returns whether the issuer throttled the call. */
  public boolean isThrottled() {
    return throttled;
  }

  @Override
  public @Nullable String code() {
    return code;
  }

  @Override
  public @Nullable String requestId() {
    return requestId;
  }

  @Override
  public boolean isTokenAtFault() {
    return "InvalidIdentityToken".equals(code);
  }

  @Override
  public FailureKind failureKind() {
    return throttled ? FailureKind.THROTTLED : FailureKind.OUTAGE;
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  public ExchangeUnavailableException with(AttemptInfo newAttemptInfo) {
    return new ExchangeUnavailableException(
        summary(),
        remedy(),
        stage,
        throttled,
        code,
        requestId,
        roleArn(),
        endpoint(),
        newAttemptInfo,
        this);
  }
}
