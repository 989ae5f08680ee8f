package dev.irsa.testkit.kubernetes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What happened to a volume, for those who ask later and for those who listen. */
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
        // The rotation goes on, whatever becomes of those who watch it.
        LOGGER.log(System.Logger.Level.WARNING, "a listener failed on " + event.kind(), e);
      }
    }
  }
}
