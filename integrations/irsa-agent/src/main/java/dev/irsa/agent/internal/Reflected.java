package dev.irsa.agent.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The public types of a copy of an SDK, which this class loader cannot see. Thread-safe. */
final class Reflected {

  private final String root;
  private final ClassLoader loader;
  private final Map<String, Method> methods = new ConcurrentHashMap<>();
  private final Map<String, Object> constants = new ConcurrentHashMap<>();

  Reflected(String root, ClassLoader loader) {
    this.root = root;
    this.loader = loader;
  }

  Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(root + name, true, loader);
  }

  /** Calls a method of a public type that takes these arguments. */
  @Nullable Object call(String type, String name, @Nullable Object owner, Object... arguments)
      throws Exception {
    if (owner == null) {
      return null;
    }
    String key = type + name;
    Method method = methods.get(key);
    if (method == null) {
      method = find(type, name, arguments);
      methods.put(key, method);
    }
    try {
      return method.invoke(owner, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }

  private Method find(String type, String name, Object[] arguments)
      throws ClassNotFoundException, NoSuchMethodException {
    for (Method each : type(type).getMethods()) {
      if (each.getName().equals(name) && takes(each.getParameterTypes(), arguments)) {
        return each;
      }
    }
    throw new NoSuchMethodException(type + "." + name);
  }

  private static boolean takes(Class<?>[] parameters, Object[] arguments) {
    boolean fits = parameters.length == arguments.length;
    for (int i = 0; fits && i < arguments.length; i++) {
      fits = parameters[i].isInstance(arguments[i]);
    }
    return fits;
  }

  /** Returns a public constant. */
  Object constant(String type, String name) throws ReflectiveOperationException {
    String key = type + name;
    Object known = constants.get(key);
    if (known == null) {
      known = type(type).getField(name).get(null);
      constants.put(key, known);
    }
    return known;
  }

  /** Returns the value of an execution attribute. */
  @Nullable Object get(@Nullable Object attributes, Object key) throws Exception {
    return call("core.interceptor.ExecutionAttributes", "getAttribute", attributes, key);
  }

  /** Returns an exception of the SDK, or one of the JDK if that cannot be had. */
  RuntimeException made(String type, String factory, String message, Throwable cause) {
    try {
      Class<?>[] parameters = {String.class, Throwable.class};
      return (RuntimeException)
          (factory.equals("<init>")
              ? type(type).getConstructor(parameters).newInstance(message, cause)
              : type(type).getMethod(factory, parameters).invoke(null, message, cause));
    } catch (ReflectiveOperationException unknown) {
      return new IllegalStateException(message, cause);
    }
  }
}
