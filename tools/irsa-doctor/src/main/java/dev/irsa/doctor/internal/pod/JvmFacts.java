package dev.irsa.doctor.internal.pod;

import java.io.IOException;
import java.net.URL;
import java.security.Security;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What matters about this JVM. */
public final class JvmFacts {

  private static final String CORE_CLASS = "dev/irsa/IrsaCredentials.class";

  private JvmFacts() {}

  /** Returns how long addresses are cached ({@code networkaddress.cache.ttl}), or null. */
  public static @Nullable String addressTtl() {
    String ttl = Security.getProperty("networkaddress.cache.ttl");
    return ttl == null || ttl.isBlank() ? System.getProperty("sun.net.inetaddr.ttl") : ttl.strip();
  }

  /**
   * Returns the places from which class loaders of this JVM can load the library. More than one
   * means that sessions are not shared.
   */
  public static Set<String> copies() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(JvmFacts.class.getClassLoader());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getContextClassLoader();
      if (loader != null) {
        loaders.add(loader);
      }
    }
    Set<String> places = new LinkedHashSet<>();
    for (ClassLoader loader : loaders) {
      try {
        for (URL place : Collections.list(loader.getResources(CORE_CLASS))) {
          places.add(place.toString());
        }
      } catch (IOException e) {
        // A loader that was closed cannot load the library either.
      }
    }
    return places;
  }
}
