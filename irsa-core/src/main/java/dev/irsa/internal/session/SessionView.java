package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;

/**
 * What a view requests of another handle. Equal views share a session; a view of a view therefore
 * includes what its base requests. Immutable.
 *
 * @param <S> the type of the descriptions of sessions
 */
public interface SessionView<S extends SessionSpec> {

  /** Returns whether the credentials of the other handle assume the role. */
  boolean isChained();

  /**
   * Returns the description of the session.
   *
   * @param base the session of the other handle
   * @throws CredentialsException if it cannot be determined
   */
  S spec(S base);
}
