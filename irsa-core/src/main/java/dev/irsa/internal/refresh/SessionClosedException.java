package dev.irsa.internal.refresh;

/**
 * Thrown if a closed handle, or a session without users, is used. A separate type, so that it is
 * not confused with an {@link IllegalStateException} that is caused by a defect.
 */
public final class SessionClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  public SessionClosedException() {
    super("This IrsaCredentials is closed; create a new one");
  }
}
