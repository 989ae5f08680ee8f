package dev.irsa.agent.internal;

import dev.irsa.IrsaCredentials;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discards all credentials before CRaC freezes the process. The core does the same with the {@code
 * org.crac} on its class path, but the core inside the agent cannot see the application's.
 */
final class CheckpointResource implements InvocationHandler {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa.agent");

  /**
   * The resources by the application's class {@code Core}, since CRaC holds resources weakly. A
   * static field would keep the application's class loader alive.
   */
  private static final ClassValue<Object> REGISTERED =
      new ClassValue<>() {
        @Override
        protected Object computeValue(Class<?> core) {
          try {
            return registerWith(core);
          } catch (ReflectiveOperationException | LinkageError unknown) {
            LOG.warn("Credentials may be part of an image of CRaC: {}", unknown.toString());
            return core;
          }
        }
      };

  private CheckpointResource() {}

  /** Registers with the API that an application's class loader sees, if there is one. */
  static void register(ClassLoader application) {
    try {
      REGISTERED.get(Class.forName("org.crac.Core", true, application));
    } catch (ClassNotFoundException absent) {
      // Most applications are not frozen.
    }
  }

  private static Object registerWith(Class<?> core) throws ReflectiveOperationException {
    ClassLoader loader = core.getClassLoader();
    Class<?> type = Class.forName("org.crac.Resource", false, loader);
    Object resource =
        Proxy.newProxyInstance(loader, new Class<?>[] {type}, new CheckpointResource());
    Object context = core.getMethod("getGlobalContext").invoke(null);
    Class.forName("org.crac.Context", false, loader)
        .getMethod("register", type)
        .invoke(context, resource);
    return resource;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "beforeCheckpoint" -> {
        IrsaCredentials.discardAll();
        yield null;
      }
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "irsa-agent";
      default -> null;
    };
  }
}
