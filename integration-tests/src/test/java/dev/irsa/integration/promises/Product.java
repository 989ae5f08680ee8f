package dev.irsa.integration.promises;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The product, loaded anew: its registry, threads and limits are those of one history alone. The
 * SDKs and whatever else it uses are shared.
 */
final class Product extends URLClassLoader {

  private static final String INSIDE = InsideProduct.class.getName();
  private static final Map<String, byte[]> CLASSES = new ConcurrentHashMap<>();

  private final Doors doors;

  Product() {
    super("product", new URL[0], Product.class.getClassLoader());
    try {
      this.doors = (Doors) loadClass(INSIDE).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  Doors doors() {
    return doors;
  }

  /** Returns the threads that the product has started and that still run. */
  List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getContextClassLoader() == this)
        // Clients that it uses start threads as well, which inherit its loader.
        .filter(thread -> thread.getName().startsWith("irsa-"))
        .toList();
  }

  private static boolean isOurs(String name) {
    return name.startsWith("dev.irsa.")
        && !name.startsWith("dev.irsa.testkit.")
        && (!name.startsWith("dev.irsa.integration.") || name.startsWith(INSIDE));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOurs(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = CLASSES.computeIfAbsent(name, this::read);
    if (bytes.length == 0) {
      throw new ClassNotFoundException(name);
    }
    for (Change change : Accident.CHANGES) {
      if (change.type().equals(name)) {
        bytes = change.applyTo(bytes, getParent());
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] read(String name) {
    String file = name.replace('.', '/') + ".class";
    try (InputStream input = getParent().getResourceAsStream(file)) {
      return input == null ? new byte[0] : input.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
