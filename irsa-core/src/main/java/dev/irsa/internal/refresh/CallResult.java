package dev.irsa.internal.refresh;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What a call for credentials ends with: credentials, or a failure, or neither when the handle was
 * closed. The failure is shared between callers; each throws a copy of its own.
 *
 * @param credentials what is served, or null
 * @param renewed whether these credentials came from the refresh that the caller waited for
 * @param failure why there are none or why they are the old ones, or null
 * @param attemptInfo what to tell with the failure
 */
public record CallResult(
    @Nullable SessionCredentials credentials,
    boolean renewed,
    @Nullable CredentialsException failure,
    AttemptInfo attemptInfo) {

  public static final CallResult CLOSED = new CallResult(null, false, null, AttemptInfo.NONE);

  static CallResult serve(SessionCredentials credentials) {
    return new CallResult(credentials, false, null, AttemptInfo.NONE);
  }

  static CallResult renewed(SessionCredentials credentials) {
    return new CallResult(credentials, true, null, AttemptInfo.NONE);
  }

  static CallResult old(SessionCredentials credentials, @Nullable CredentialsException failure) {
    return new CallResult(credentials, false, failure, AttemptInfo.NONE);
  }

  public static CallResult failed(CredentialsException failure, AttemptInfo attemptInfo) {
    return new CallResult(null, false, failure, attemptInfo);
  }

  /** Returns the credentials, or throws this caller's own copy of the failure. */
  public SessionCredentials get() {
    if (credentials != null) {
      return credentials;
    }
    throw exception();
  }

  public RuntimeException exception() {
    return failure == null ? new SessionClosedException() : failure.with(attemptInfo);
  }
}
