package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.SessionRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The session whose credentials sign the calls of another one. Equal for handles that share a
 * session. It holds no handle, so it neither keeps one in use nor uses one that its owner closed:
 * the session is leased for each call. Thread-safe.
 */
public final class ParentSession {

  private final SessionRegistry.Terms terms;

  ParentSession(SessionRegistry.Terms terms) {
    this.terms = terms;
  }

  /**
   * Returns the credentials of the session, and waits for them if necessary.
   *
   * @param bound the maximum time to wait
   * @throws CredentialsException if there are none
   */
  public SessionCredentials credentials(Duration bound) {
    try (SessionHandle caller =
        new SessionHandle(SessionRegistry.shared(), () -> terms, null, 1, bound)) {
      return caller.credentials();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ParentSession that && terms.key().equals(that.terms.key());
  }

  @Override
  public int hashCode() {
    return terms.key().hashCode();
  }
}
