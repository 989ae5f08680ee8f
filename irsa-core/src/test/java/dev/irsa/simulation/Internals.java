package dev.irsa.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reaches what the library keeps to itself. */
public final class Internals {

  private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

  private Internals() {}

  /** Returns the fields of the objects of a class, those of its superclasses included. */
  public static List<Field> fields(Class<?> type) {
    return FIELDS.computeIfAbsent(type, Internals::find);
  }

  private static List<Field> find(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          fields.add(field);
        }
      }
    }
    return fields;
  }

  /** Returns the value of a field. */
  public static Object read(Object owner, String name) {
    try {
      return field(owner, name).get(owner);
    } catch (IllegalAccessException impossible) {
      throw new LinkageError(name, impossible);
    }
  }

  static void write(Object owner, String name, Object value) {
    try {
      field(owner, name).set(owner, value);
    } catch (IllegalAccessException impossible) {
      throw new LinkageError(name, impossible);
    }
  }

  private static Field field(Object owner, String name) {
    for (Field field : fields(owner.getClass())) {
      if (field.getName().equals(name)) {
        return field;
      }
    }
    throw new LinkageError(owner.getClass() + " has no field " + name);
  }

  /** Calls a method with parameters of exactly these types. */
  static @Nullable Object call(Object owner, String name, Object... arguments) {
    try {
      Class<?>[] types = Stream.of(arguments).map(Object::getClass).toArray(Class<?>[]::new);
      Method method = owner.getClass().getDeclaredMethod(name, types);
      method.setAccessible(true);
      return method.invoke(owner, arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }
}
