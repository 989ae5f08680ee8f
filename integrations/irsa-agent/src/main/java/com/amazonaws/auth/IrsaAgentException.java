package com.amazonaws.auth;

import com.amazonaws.SdkClientException;

/** Says why the agent has no credentials. The SDK does not repeat the call: the agent did. */
final class IrsaAgentException extends SdkClientException {

  private static final long serialVersionUID = 1L;

  IrsaAgentException(Throwable failure) {
    super(failure.getMessage(), failure);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
