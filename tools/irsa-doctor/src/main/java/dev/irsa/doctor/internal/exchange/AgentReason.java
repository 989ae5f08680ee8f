package dev.irsa.doctor.internal.exchange;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;

/**
 * The reasons of the Pod Identity agent, or of another container endpoint, that checks distinguish.
 */
public enum AgentReason {
  /** The agent provided credentials. */
  NONE(""),
  /** The agent cannot be connected. */
  ABSENT("POD-01"),
  /** EKS may not assume the role. */
  DENIED("POD-02"),
  /** The service account does not have an association. */
  NO_ASSOCIATION("POD-03"),
  /** Another server responded. */
  INTERMEDIARY("POD-05"),
  /** Throttled, cancelled, or EKS Auth does not respond. */
  UNAVAILABLE("POD-07"),
  /** The agent was called by a name, or under another path, or may not be called there. */
  ADDRESS("POD-09"),
  /** The token is not accepted. */
  TOKEN("IRSA-13");

  private final String checkId;

  AgentReason(String checkId) {
    this.checkId = checkId;
  }

  /** Returns the check that reports this reason; empty for a success. */
  public String checkId() {
    return checkId;
  }

  /** Returns why an exchange did not provide credentials. */
  public static AgentReason of(ExchangeOutcome outcome) {
    CredentialsException failure = outcome.failure();
    if (failure == null) {
      return NONE;
    }
    if (failure instanceof MisconfiguredException) {
      return ADDRESS;
    }
    if (failure instanceof ExchangeUnavailableException unavailable) {
      return of(unavailable);
    }
    String code = failure.code() == null ? "" : failure.code();
    if (failure.failureKind() == FailureKind.TOKEN) {
      return TOKEN;
    }
    if (code.contains("ResourceNotFound")) {
      return NO_ASSOCIATION;
    }
    return code.isEmpty() ? ADDRESS : DENIED;
  }

  private static AgentReason of(ExchangeUnavailableException failure) {
    if (failure.summary().startsWith("An intermediary responded")) {
      return INTERMEDIARY;
    }
    return switch (failure.stage()) {
      case DNS -> ADDRESS;
      case WAITING, CONNECT -> ABSENT;
      case TLS, REQUEST, RESPONSE -> UNAVAILABLE;
    };
  }
}
