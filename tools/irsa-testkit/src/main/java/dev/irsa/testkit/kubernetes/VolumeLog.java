package dev.irsa.testkit.kubernetes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Records the events of a volume and passes them to listeners. */
final class VolumeLog {

  private static final System.Logger LOGGER = System.getLogger(VolumeLog.class.getName());

  private final List<VolumeEvent> events = new CopyOnWriteArrayList<>();
  private final List<Consumer<VolumeEvent>> listeners = new CopyOnWriteArrayList<>();

  List<VolumeEvent> events() {
    return List.copyOf(events);
  }

  void addListener(Consumer<VolumeEvent> listener) {
    listeners.add(listener);
  }

  void add(VolumeEvent event) {
    events.add(event);
    for (var listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // A failing listener must not stop the rotation.
        LOGGER.log(
            System.Logger.Level.WARNING, "a listener threw an exception for " + event.kind(), e);
      }
    }
  }
}
