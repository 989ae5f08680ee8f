package dev.irsa.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes below {@code hidden} in the agent's jar, which no other class loader finds. It
 * looks up its own classes nowhere else, and finds no class of the application, although the JDK's
 * class loaders would find its modules. It reads the jar itself, because loading a class by the URL
 * of a folder in a jar takes about twice as long. Never closed: the process needs its classes until
 * it ends. Thread-safe.
 */
final class AgentClassLoader extends ClassLoader {

  private static final String HIDDEN = "hidden/";

  /** The type by which the rest of the agent calls the classes that are loaded here. */
  private static final Class<?> SHARED = AgentBridge.class;

  static {
    registerAsParallelCapable();
  }

  private final URL location;
  private final JarFile jar;

  AgentClassLoader(URL location) throws IOException, URISyntaxException {
    super("irsa-agent", ClassLoader.getPlatformClassLoader());
    this.location = location;
    this.jar = new JarFile(new File(location.toURI()), false);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(SHARED.getName())) {
      return SHARED;
    }
    JarEntry entry = jar.getJarEntry(HIDDEN + name.replace('.', '/') + ".class");
    if (entry == null) {
      return ofJdk(super.loadClass(name, resolve));
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name, entry) : known;
    }
  }

  private static Class<?> ofJdk(Class<?> found) throws ClassNotFoundException {
    ClassLoader loader = found.getClassLoader();
    if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
      throw new ClassNotFoundException(found.getName());
    }
    return found;
  }

  private Class<?> define(String name, JarEntry entry) throws ClassNotFoundException {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    URL own = findResource(name);
    return own == null ? super.getResources(name) : Collections.enumeration(List.of(own));
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      return jar.getJarEntry(HIDDEN + name) == null
          ? null
          : new URL("jar:" + location + "!/" + HIDDEN + name);
    } catch (MalformedURLException e) {
      return null;
    }
  }
}
