package dev.irsa.spring;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.event.ApplicationStartingEvent;

/** Tells native images what {@link Bootstrap} and the comparison of properties reflect on. */
final class BootstrapHints implements RuntimeHintsRegistrar {

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
    ReflectionHints reflection = hints.reflection();
    Class<?> context = Bootstrap.type();
    for (Method method : context.getMethods()) {
      if (method.getName().equals("registerIfAbsent")) {
        invoke(reflection, method.getParameterTypes()[1]);
      }
    }
    invoke(reflection, ConfigDataLocationResolverContext.class);
    invoke(reflection, context);
    invoke(reflection, ApplicationStartingEvent.class);
    String closed = context.getPackageName() + ".BootstrapContextClosedEvent";
    reflection.registerTypeIfPresent(classLoader, closed, MemberCategory.INVOKE_PUBLIC_METHODS);
    invoke(reflection, IrsaProperties.class);
  }

  private static void invoke(ReflectionHints reflection, Class<?> type) {
    reflection.registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
  }
}
