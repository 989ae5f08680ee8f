package dev.irsa.sdk.v1;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The getters of a class of the SDK, which are looked up once, also if there are none. */
final class Getters {

  private static final ClassValue<Getters> ALL =
      new ClassValue<>() {
        @Override
        protected Getters computeValue(Class<?> type) {
          return new Getters(type);
        }
      };

  private final Class<?> type;
  private final Map<String, Optional<Method>> methods = new ConcurrentHashMap<>();

  private Getters(Class<?> type) {
    this.type = type;
  }

  static Getters of(Class<?> type) {
    return ALL.get(type);
  }

  /** Returns the value of a property, or null if there is none. */
  @Nullable Object value(Object owner, String property) {
    Optional<Method> getter = methods.get(property);
    if (getter == null) {
      getter = find(property);
      methods.put(property, getter);
    }
    try {
      return getter.isPresent() ? getter.get().invoke(owner) : null;
    } catch (ReflectiveOperationException unreadable) {
      return null;
    }
  }

  private Optional<Method> find(String property) {
    try {
      return Modifier.isPublic(type.getModifiers())
          ? Optional.of(type.getMethod("get" + property))
          : Optional.empty();
    } catch (NoSuchMethodException | LinkageError missing) {
      return Optional.empty();
    }
  }
}
