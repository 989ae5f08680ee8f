package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What a call for credentials ends with: credentials, or a failure, or neither when the handle was
 * closed. The failure is shared between callers; each throws a copy of its own.
 *
 * @param credentials what is served, or null
 * @param renewed whether these credentials came from the refresh that the caller waited for
 * @param failure why there are none or why they are the old ones, or null
 * @param circumstances what to tell with the failure
 */
record Outcome(
    @Nullable SessionCredentials credentials,
    boolean renewed,
    @Nullable CredentialsException failure,
    Circumstances circumstances) {

  static final Outcome CLOSED = new Outcome(null, false, null, Circumstances.NONE);

  static Outcome serve(SessionCredentials credentials) {
    return new Outcome(credentials, false, null, Circumstances.NONE);
  }

  static Outcome renewed(SessionCredentials credentials) {
    return new Outcome(credentials, true, null, Circumstances.NONE);
  }

  static Outcome old(SessionCredentials credentials, @Nullable CredentialsException failure) {
    return new Outcome(credentials, false, failure, Circumstances.NONE);
  }

  static Outcome failed(CredentialsException failure, Circumstances circumstances) {
    return new Outcome(null, false, failure, circumstances);
  }

  /** Returns the credentials, or throws this caller's own copy of the failure. */
  SessionCredentials get() {
    if (credentials != null) {
      return credentials;
    }
    throw exception();
  }

  RuntimeException exception() {
    return failure == null ? new SessionClosedException() : failure.with(circumstances);
  }
}
