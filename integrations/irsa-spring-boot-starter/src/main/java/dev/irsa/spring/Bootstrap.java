package dev.irsa.spring;

import java.lang.reflect.Method;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * The bootstrap context of an application. Spring Boot 4 moved its types to another package, so
 * code for both generations cannot name them.
 */
final class Bootstrap {

  private static final Class<?> IMPORT = ConfigDataLocationResolverContext.class;
  private static final String ACCESSOR = "getBootstrapContext";

  private final Class<?> type;
  private final Object context;

  private Bootstrap(Class<?> type, Object context) {
    this.type = type;
    this.context = context;
  }

  /**
   * Returns the context of an application.
   *
   * @param owner the context of an import, or an event of the start
   */
  static Bootstrap of(Object owner) {
    Class<?> known = owner instanceof SpringApplicationEvent ? owner.getClass() : IMPORT;
    return new Bootstrap(type(), invoke(method(known, ACCESSOR), owner));
  }

  /** Returns the type of such contexts in this generation of Spring Boot. */
  static Class<?> type() {
    return method(IMPORT, ACCESSOR).getReturnType();
  }

  /** Registers an instance to be created on first use, unless the type has one already. */
  <T> void registerIfAbsent(Class<T> instanceType, Supplier<T> instance) {
    Method register = method(type, "registerIfAbsent");
    Method from = method(register.getParameterTypes()[1], "from");
    Object supplier = invoke(from, null, instance);
    ReflectionUtils.invokeMethod(register, context, instanceType, supplier);
  }

  /** Returns the registered instance of a type. */
  <T> T get(Class<T> instanceType) {
    return instanceType.cast(invoke(method(type, "get"), context, instanceType));
  }

  /** Returns whether an instance of a type is registered. */
  boolean has(Class<?> instanceType) {
    return (Boolean) invoke(method(type, "isRegistered"), context, instanceType);
  }

  /** Runs an action when the environment of the application is complete, before any bean exists. */
  void whenPrepared(Consumer<ConfigurableApplicationContext> action) {
    ApplicationListener<ApplicationEvent> listener =
        closed ->
            action.accept(
                (ConfigurableApplicationContext)
                    invoke(method(closed.getClass(), "getApplicationContext"), closed));
    ReflectionUtils.invokeMethod(method(type, "addCloseListener"), context, listener);
  }

  private static Method method(Class<?> type, String name) {
    Method method = ReflectionUtils.findMethod(type, name, (Class<?>[]) null);
    Assert.state(method != null, () -> type + " does not have " + name);
    return method;
  }

  private static Object invoke(Method method, @Nullable Object target, Object... arguments) {
    Object result = ReflectionUtils.invokeMethod(method, target, arguments);
    Assert.state(result != null, () -> method + " returned null");
    return result;
  }
}
