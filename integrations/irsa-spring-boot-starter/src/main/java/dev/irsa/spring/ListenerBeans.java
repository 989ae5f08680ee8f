package dev.irsa.spring;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The beans that listen to the session. Each is a listener of its own, so a bean that blocks delays
 * only itself. They are created when all other beans exist, because a listener may use an AWS
 * client that needs the session itself. Earlier events are delivered then.
 *
 * <p>A bean is found if its definition says that it is a listener, because the session takes its
 * listeners when it is created. A bean whose method returns another type is not found.
 */
final class ListenerBeans implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa");

  private final List<ListenerBean> all;

  ListenerBeans(ConfigurableListableBeanFactory beans) {
    // By their definitions: none may be created yet.
    String[] names =
        BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, IrsaListener.class, true, false);
    all =
        Stream.of(names)
            .filter(name -> isForOthers(beans, name))
            .map(name -> new ListenerBean(beans, name))
            .toList();
  }

  /**
   * Returns whether a bean is for others. The target of a scoped proxy is not, and exists only in
   * its scope, such as a request.
   */
  private static boolean isForOthers(ConfigurableListableBeanFactory beans, String name) {
    try {
      BeanDefinition definition = beans.getMergedBeanDefinition(name);
      return definition.isAutowireCandidate()
          && (definition.isSingleton() || definition.isPrototype());
    } catch (NoSuchBeanDefinitionException registeredAsObject) {
      return true;
    }
  }

  List<ListenerBean> all() {
    return all;
  }

  @Override
  public void afterSingletonsInstantiated() {
    all.forEach(ListenerBean::start);
  }

  /** A bean that may not exist yet. */
  static final class ListenerBean implements IrsaListener {

    private final ListableBeanFactory beans;
    private final String name;
    private final CompletableFuture<IrsaListener> bean = new CompletableFuture<>();

    /** Ends when all events so far are delivered. Volatile: events arrive one at a time. */
    private volatile CompletableFuture<?> delivered = bean;

    ListenerBean(ListableBeanFactory beans, String name) {
      this.beans = beans;
      this.name = name;
    }

    String name() {
      return name;
    }

    /**
     * Delivers the events so far on a thread of this bean; later ones arrive on the core's threads.
     */
    private void start() {
      IrsaListener created = beans.getBean(name, IrsaListener.class);
      SimpleAsyncTaskExecutor background = new SimpleAsyncTaskExecutor("irsa-listeners-");
      background.setDaemon(true);
      var unused = bean.completeAsync(() -> created, background);
    }

    @Override
    public void onEvent(IrsaEvent event) {
      delivered = delivered.thenRun(() -> tell(bean.join(), event));
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
}
