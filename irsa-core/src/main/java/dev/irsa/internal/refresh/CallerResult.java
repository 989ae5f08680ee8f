package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.failure.FailedAttempts;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call for credentials: credentials, or a failure. Callers share the failure; each
 * one throws its own copy.
 *
 * @param credentials the credentials to return, or null
 * @param renewed whether the credentials are from the refresh that the caller waited for
 * @param failure why there are no credentials or only the previous ones, or null
 * @param attemptInfo the attempts to report with the failure
 */
public record CallerResult(
    @Nullable SessionCredentials credentials,
    boolean renewed,
    @Nullable CredentialsException failure,
    FailedAttempts attemptInfo) {

  /** Returns the result of a call that served cached credentials. */
  public static CallerResult serve(SessionCredentials credentials) {
    return new CallerResult(credentials, false, null, FailedAttempts.NONE);
  }

  /** Returns the result of a wait for a refresh that succeeded. */
  static CallerResult renewed(SessionCredentials credentials) {
    return new CallerResult(credentials, true, null, FailedAttempts.NONE);
  }

  /**
   * Returns the result of a wait for a refresh that failed while the previous credentials are
   * served.
   */
  static CallerResult old(SessionCredentials credentials, @Nullable CredentialsException failure) {
    return new CallerResult(credentials, false, failure, FailedAttempts.NONE);
  }

  /** Returns the result of a call that has caused no attempt. */
  public static CallerResult failed(CredentialsException failure) {
    return failed(failure, FailedAttempts.NONE);
  }

  /** Returns the result of a call without credentials. */
  public static CallerResult failed(CredentialsException failure, FailedAttempts attemptInfo) {
    return new CallerResult(null, false, failure, attemptInfo);
  }

  /** Returns the credentials, or throws a copy of the failure. */
  public SessionCredentials get() {
    if (credentials != null) {
      return credentials;
    }
    throw exception();
  }

  /** Returns the exception to throw, a new instance for each caller. */
  public CredentialsException exception() {
    return Objects.requireNonNull(failure).with(attemptInfo);
  }

  /** Completes a future with the credentials or the exception. */
  public void completes(CompletableFuture<SessionCredentials> future) {
    if (credentials != null) {
      future.complete(credentials);
    } else {
      future.completeExceptionally(exception());
    }
  }
}
