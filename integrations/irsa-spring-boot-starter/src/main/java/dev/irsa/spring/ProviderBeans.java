package dev.irsa.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials providers of an application: their names by their definitions, and the objects
 * that exist by now. Creates no bean: one may be lazy, or exist only in a request. Thread-safe.
 */
final class ProviderBeans implements DestructionAwareBeanPostProcessor, PriorityOrdered {

  /** The scopes of beans that belong to one caller, whose health is not the application's. */
  private static final Set<String> OF_ONE_CALLER =
      Set.of(BeanDefinition.SCOPE_PROTOTYPE, "request", "session", "websocket");

  private final ConfigurableListableBeanFactory beans;

  /** By the name of the bean, the object that was created last. */
  private final Map<String, AwsCredentialsProvider> created = new ConcurrentHashMap<>();

  ProviderBeans(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /** Before other processors, which may need a provider. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  /** Returns the names of the providers that belong to the whole application. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(AwsCredentialsProvider.class, true, false)) {
      if (!ScopedProxyUtils.isScopedTarget(name) && !OF_ONE_CALLER.contains(scope(target(name)))) {
        names.add(name);
      }
    }
    return names;
  }

  /** Returns the provider with a name, or null if it does not exist now. */
  @Nullable AwsCredentialsProvider existing(String name) {
    return created.get(target(name));
  }

  /** Returns the name of the bean behind a scoped proxy, or the name itself. */
  private String target(String name) {
    String target = ScopedProxyUtils.getTargetBeanName(name);
    return beans.containsBeanDefinition(target) ? target : name;
  }

  private String scope(String name) {
    try {
      String scope = beans.getMergedBeanDefinition(name).getScope();
      return scope == null ? "" : scope;
    } catch (NoSuchBeanDefinitionException registeredAsObject) {
      return "";
    }
  }

  /** The object itself, before others replace it by a proxy. */
  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof AwsCredentialsProvider provider && !OF_ONE_CALLER.contains(scope(name))) {
      created.put(name, provider);
    }
    return bean;
  }

  /** What a factory makes has no other step. */
  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof AwsCredentialsProvider provider && !OF_ONE_CALLER.contains(scope(name))) {
      created.putIfAbsent(name, provider);
    }
    return bean;
  }

  @Override
  public boolean requiresDestruction(Object bean) {
    return bean instanceof AwsCredentialsProvider;
  }

  @Override
  public void postProcessBeforeDestruction(Object bean, String name) {
    created.computeIfPresent(name, (same, known) -> known.equals(bean) ? null : known);
  }
}
