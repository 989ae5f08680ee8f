package dev.irsa.credentials;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * No usable answer from STS: nothing came, it was throttled, it failed on its side, or an
 * intermediary answered. Retried.
 */
public final class ExchangeUnavailableException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  /** How far a call came. */
  public enum Stage {
    /** The caller gave up, was interrupted, or its deadline passed, before an answer was there. */
    WAITING,
    /** Looking up the host name. */
    DNS,
    /** Opening the connection, to STS or to the proxy. */
    CONNECT,
    /** The TLS handshake. */
    TLS,
    /** Sending the request, or waiting for the first byte of the answer. */
    REQUEST,
    /** Reading the answer. */
    ANSWER
  }

  private final Stage stage;
  private final boolean throttled;
  private final @Nullable String code;
  private final @Nullable String requestId;

  /**
   * Says how far the call came.
   *
   * @param summary one sentence: what was tried and what happened
   * @param remedy what to do; may be empty
   * @param stage how far the call came
   * @param throttled whether STS asked for fewer calls
   * @param code the AWS error code, or null when no STS error document came
   * @param requestId the request id, or null
   * @param roleArn the role that was asked for, or null
   * @param endpoint the STS endpoint, or null
   * @param circumstances how hard it was tried
   * @param cause the fault beneath, or null
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
      AttemptInfo circumstances,
      @Nullable Throwable cause) {
    super(summary, remedy, roleArn, endpoint, circumstances, cause);
    this.stage = stage;
    this.throttled = throttled;
    this.code = code;
    this.requestId = requestId;
  }

  /** Returns how far the call came. */
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
  public ExchangeUnavailableException with(AttemptInfo newCircumstances) {
    return new ExchangeUnavailableException(
        summary(),
        remedy(),
        stage,
        throttled,
        code,
        requestId,
        roleArn(),
        endpoint(),
        newCircumstances,
        this);
  }
}
