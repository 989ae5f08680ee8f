package dev.irsa.internal.session;

import org.jspecify.annotations.Nullable;

/** Registers a registry with CRaC, if its API is present. */
final class Checkpoints {

  private Checkpoints() {}

  /**
   * Registers a registry if {@code org.crac:crac}, an optional dependency, is on the class path or
   * in the module graph. The class that needs it cannot be loaded otherwise, so the presence is
   * found without reflection.
   *
   * @return what was registered, which the caller has to hold because CRaC does not; or null
   */
  static @Nullable Object register(SessionRegistry registry) {
    try {
      return CheckpointResource.register(registry);
    } catch (NoClassDefFoundError absent) {
      return null;
    }
  }
}
