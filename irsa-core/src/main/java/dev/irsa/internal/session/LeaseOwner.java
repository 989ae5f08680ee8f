package dev.irsa.internal.session;

/** The handle that uses a session. Thread-safe. */
@FunctionalInterface
public interface LeaseOwner {

  /**
   * Returns whether the handle was closed. Once true, it remains true, and it is true before the
   * lease's {@link SessionRegistry.Lease#close()} is called.
   */
  boolean isClosed();
}
