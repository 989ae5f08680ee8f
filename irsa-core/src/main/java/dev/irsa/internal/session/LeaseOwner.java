package dev.irsa.internal.session;

/** The handle on whose behalf a session is asked. Thread-safe. */
@FunctionalInterface
public interface LeaseOwner {

  /**
   * Returns whether the handle was closed. Once true it stays so, and it is true before the lease's
   * {@link SessionRegistry.Lease#close()} begins.
   */
  boolean isClosed();
}
