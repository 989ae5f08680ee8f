package dev.irsa.spring;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes events to several listeners. One that throws does not affect the others. */
record ListenerGroup(List<IrsaListener> listeners) implements IrsaListener {

  /** Throws the first exception of a listener, which the session logs and ignores. */
  @Override
  public void onEvent(IrsaEvent event) {
    RuntimeException first = null;
    for (IrsaListener listener : listeners) {
      first = first(first, failure(listener, event));
    }
    if (first != null) {
      throw first;
    }
  }

  private static @Nullable RuntimeException failure(IrsaListener listener, IrsaEvent event) {
    try {
      listener.onEvent(event);
      return null;
    } catch (RuntimeException failure) {
      return failure;
    }
  }

  private static @Nullable RuntimeException first(
      @Nullable RuntimeException earlier, @Nullable RuntimeException later) {
    if (earlier != null && later != null) {
      earlier.addSuppressed(later);
    }
    return earlier != null ? earlier : later;
  }
}
