package dev.irsa.internal.session;

import java.util.Set;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Discards all credentials and calls of sessions before the process is frozen by CRaC, if the API
 * of CRaC is present. After the restore, the next call fetches credentials.
 */
final class CracSupport {

  private CracSupport() {}

  /**
   * Registers an action if {@code org.crac:crac}, an optional dependency, is on the class path or
   * in the module graph. The nested class cannot be loaded otherwise, so the presence is found
   * without reflection. Only for a JVM that can be frozen: to look for it opens every jar of the
   * class path.
   *
   * @param discard discards the credentials and calls of all sessions
   * @return what was registered, which the caller has to hold because CRaC does not; or null
   */
  static @Nullable Object register(Runnable discard) {
    try {
      return Discarding.register(discard);
    } catch (NoClassDefFoundError absent) {
      return null;
    }
  }

  /**
   * Returns whether this JVM can be frozen, by one of the packages, or the setting, in which {@code
   * org.crac} finds its implementation.
   */
  static boolean canBeFrozen() {
    Set<String> packages = Object.class.getModule().getPackages();
    return packages.contains("jdk.crac")
        || packages.contains("javax.crac")
        || System.getProperty("org.crac.Core.Compat") != null;
  }

  private static final class Discarding implements Resource {

    private final Runnable discard;

    private Discarding(Runnable discard) {
      this.discard = discard;
    }

    static Object register(Runnable discard) {
      Discarding resource = new Discarding(discard);
      Core.getGlobalContext().register(resource);
      return resource;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
      discard.run();
    }

    /** Also discards what threads that ran until the freeze have left in the image. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
      discard.run();
    }
  }
}
