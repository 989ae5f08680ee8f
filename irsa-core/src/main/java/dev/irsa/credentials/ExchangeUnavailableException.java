package dev.irsa.credentials;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when STS did not give a usable response: nothing came, STS throttled the call or failed,
 * or an intermediary responded in its place. Retried.
 *
 * @since 0.1
 */
public final class ExchangeUnavailableException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  /** How far a call got. */
  public enum Stage {
    /** The caller gave up, was interrupted, or its deadline passed, before there was a response. */
    WAITING,
    /** Looking up the host name. */
    DNS,
    /** Opening the connection, to STS or to the proxy. */
    CONNECT,
    /** The TLS handshake. */
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
   * Makes a failure.
   *
   * @param summary one sentence: what was tried and what happened
   * @param remedy what to do; may be empty; its first line becomes part of the message
   * @param stage how far the call got
   * @param throttled whether STS asked for fewer calls
   * @param code the AWS error code, or null when no STS error document came
   * @param requestId the request id, or null
   * @param roleArn the role that was asked for, or null
   * @param endpoint the STS endpoint, or null
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

  /** Returns how far the call got. */
  public Stage stage() {
    return stage;
  }

  /** Returns whether STS asked for fewer calls. */
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
