package dev.irsa.doctor.internal.pod;

import java.io.IOException;
import java.net.URL;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What matters about a JVM. Immutable.
 *
 * @param addressTtl how long addresses are cached ({@code networkaddress.cache.ttl}), or null for
 *     the default
 * @param copies the places from which class loaders of this JVM can load the library; more than one
 *     means that sessions are not shared
 */
public record JvmFacts(@Nullable String addressTtl, List<String> copies) {

  private static final String CORE_CLASS = "dev/irsa/IrsaCredentials.class";

  /** Copies the list. */
  public JvmFacts {
    copies = List.copyOf(copies);
  }

  /** Returns the facts of this JVM. */
  public static JvmFacts ofThisJvm() {
    String ttl = Security.getProperty("networkaddress.cache.ttl");
    return new JvmFacts(
        ttl == null || ttl.isBlank() ? System.getProperty("sun.net.inetaddr.ttl") : ttl.strip(),
        copies(loaders()));
  }

  private static Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(JvmFacts.class.getClassLoader());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getContextClassLoader();
      if (loader != null) {
        loaders.add(loader);
      }
    }
    return loaders;
  }

  /** Returns the places of the library that some class loaders know. */
  static List<String> copies(Set<ClassLoader> loaders) {
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
    return new ArrayList<>(places);
  }

  /** Returns whether addresses are cached forever. */
  public boolean cachesAddressesForever() {
    return addressTtl != null && addressTtl.startsWith("-");
  }
}
