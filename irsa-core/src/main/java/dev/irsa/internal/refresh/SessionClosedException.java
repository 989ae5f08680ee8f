package dev.irsa.internal.refresh;

/**
 * Somebody asked through a handle that was closed, or a session whose last user has left. A type of
 * its own, so that no other {@link IllegalStateException}, which would be a defect, is taken for
 * it.
 */
public final class SessionClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  public SessionClosedException() {
    super("This IrsaCredentials was closed; take a new one from its factory or builder");
  }
}
