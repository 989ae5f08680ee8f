package dev.irsa.internal.session;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a handle of the public API, which does not show them: adapters need them for
 * sessions that depend on it, such as that of a role that its role assumes.
 */
public final class HandleTerms {

  /** Set by the class of the handles when it is initialized, so before there is a handle. */
  private static volatile @Nullable Function<Object, SessionRegistry.Terms> reader;

  private HandleTerms() {}

  /** Sets how the terms of a handle are read. */
  public static void readBy(Function<Object, SessionRegistry.Terms> terms) {
    reader = terms;
  }

  /** Returns the terms of a handle. Does not take a lease. */
  public static SessionRegistry.Terms of(Object handle) {
    Function<Object, SessionRegistry.Terms> current = reader;
    if (current == null) {
      throw new IllegalStateException("there are no handles yet");
    }
    return current.apply(handle);
  }
}
