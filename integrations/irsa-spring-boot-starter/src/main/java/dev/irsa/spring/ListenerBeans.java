package dev.irsa.spring;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Passes the events of a session to all beans that listen. The beans are looked up when all exist,
 * since a listener may use an AWS client, whose credentials are those of the session. Earlier
 * events are delivered then.
 */
final class ListenerBeans implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa");

  private final ObjectProvider<IrsaListener> beans;
  private final CompletableFuture<List<IrsaListener>> listeners = new CompletableFuture<>();

  /** Ends when all events so far are delivered. Volatile: events arrive one at a time. */
  private volatile CompletableFuture<?> delivered = listeners;

  ListenerBeans(ObjectProvider<IrsaListener> beans) {
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<IrsaListener> found = beans.orderedStream().toList();
    SimpleAsyncTaskExecutor background = new SimpleAsyncTaskExecutor("irsa-listeners-");
    background.setDaemon(true);
    var unused = listeners.completeAsync(() -> found, background);
  }

  /** Passes an event on. A listener that throws, whatever it throws, does not affect the others. */
  void onEvent(IrsaEvent event) {
    delivered = delivered.thenRun(() -> listeners.join().forEach(each -> tell(each, event)));
  }

  private static void tell(IrsaListener listener, IrsaEvent event) {
    try {
      listener.onEvent(event);
    } catch (Throwable broken) {
      LOG.warn(
          "A listener failed on {}; the failure is ignored",
          event.getClass().getSimpleName(),
          broken);
    }
  }
}
