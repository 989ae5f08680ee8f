package dev.irsa.credentials;

import dev.irsa.internal.failure.FailureDetails;

/**
 * Thrown if the issuer (STS, or the container endpoint) did not return a usable response: there was
 * no response, the issuer throttled the call or failed, or an intermediary responded instead.
 * Retried.
 *
 * @since 0.1
 */
@SuppressWarnings({"exports", "InvalidBlockTag"}) // See the superclass.
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

  /**
   * Creates an exception.
   *
   * @param stage the stage that the call had reached
   * @param throttled whether the issuer throttled the call
   * @hidden
   */
  public ExchangeUnavailableException(FailureDetails details, Stage stage, boolean throttled) {
    super(details);
    this.stage = stage;
    this.throttled = throttled;
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
  public boolean isRetriedWithNewToken() {
    return "InvalidIdentityToken".equals(code());
  }

  @Override
  public FailureKind failureKind() {
    return throttled ? FailureKind.THROTTLED : FailureKind.OUTAGE;
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  /**
   * @hidden
   */
  @Override
  public ExchangeUnavailableException with(FailureDetails other) {
    return new ExchangeUnavailableException(other, stage, throttled);
  }
}
