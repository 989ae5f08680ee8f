package dev.irsa.internal.events;

import dev.irsa.credentials.IrsaEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener of an application, as a consumer of events. Equal for the same listener, so that it
 * receives each event of a session once, however many handles it was registered with.
 */
public final class ApplicationListener implements Consumer<IrsaEvent> {

  private final Object listener;
  private final Consumer<IrsaEvent> events;

  /**
   * Creates a consumer.
   *
   * @param listener the object that the application registered
   * @param events passes an event to it
   */
  public ApplicationListener(Object listener, Consumer<IrsaEvent> events) {
    this.listener = listener;
    this.events = events;
  }

  @Override
  public void accept(IrsaEvent event) {
    events.accept(event);
  }

  /** Compares listeners by identity: their own method may do anything. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApplicationListener that && listener == that.listener;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(listener);
  }
}
