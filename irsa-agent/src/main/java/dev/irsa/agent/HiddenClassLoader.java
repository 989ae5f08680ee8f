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
 * reads the jar itself: by URLs of a part of a jar, a class takes about twice as long. Never
 * closed, since its classes are needed as long as the process runs. Thread-safe.
 */
final class HiddenClassLoader extends ClassLoader {

  private static final String HIDDEN = "hidden/";

  static {
    registerAsParallelCapable();
  }

  private final URL location;
  private final JarFile jar;

  HiddenClassLoader(URL location) throws IOException, URISyntaxException {
    super("irsa-agent", ClassLoader.getPlatformClassLoader());
    this.location = location;
    this.jar = new JarFile(new File(location.toURI()), false);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    JarEntry entry = jar.getJarEntry(HIDDEN + name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
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

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return Collections.enumeration(found == null ? List.of() : List.of(found));
  }
}
