package dev.irsa.session;

import dev.irsa.identity.IrsaEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells each listener; one that throws does not keep the others from hearing. Thread-safe. */
final class Listeners implements Consumer<IrsaEvent> {

  private final List<Consumer<IrsaEvent>> all = new CopyOnWriteArrayList<>();

  void add(Consumer<IrsaEvent> listener) {
    all.add(listener);
  }

  void remove(Consumer<IrsaEvent> listener) {
    all.remove(listener);
  }

  @Override
  public void accept(IrsaEvent event) {
    RuntimeException first = null;
    for (Consumer<IrsaEvent> listener : all) {
      try {
        listener.accept(event);
      } catch (RuntimeException broken) {
        if (first == null) {
          first = broken;
        } else {
          first.addSuppressed(broken);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
