package dev.irsa.internal.session;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Discards all credentials and calls of a registry before the process is frozen by CRaC, if the API
 * of CRaC is present. After the restore, the next call fetches credentials.
 */
final class CracSupport {

  private CracSupport() {}

  /**
   * Registers a registry if {@code org.crac:crac}, an optional dependency, is on the class path or
   * in the module graph. The nested class cannot be loaded otherwise, so the presence is found
   * without reflection.
   *
   * @return what was registered, which the caller has to hold because CRaC does not; or null
   */
  static @Nullable Object register(SessionRegistry registry) {
    try {
      return Discarding.register(registry);
    } catch (NoClassDefFoundError absent) {
      return null;
    }
  }

  private static final class Discarding implements Resource {

    private final SessionRegistry registry;

    private Discarding(SessionRegistry registry) {
      this.registry = registry;
    }

    static Object register(SessionRegistry registry) {
      Discarding resource = new Discarding(registry);
      Core.getGlobalContext().register(resource);
      return resource;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
      registry.discardAll();
    }

    /** Also discards what threads that ran until the freeze have left in the image. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
      registry.discardAll();
    }
  }
}
