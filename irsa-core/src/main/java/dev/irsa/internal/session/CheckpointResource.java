package dev.irsa.internal.session;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Discards all credentials and calls of a registry before the process is frozen by CRaC. After the
 * restore, the next call fetches credentials.
 */
final class CheckpointResource implements Resource {

  private final SessionRegistry registry;

  private CheckpointResource(SessionRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    registry.forgetAll();
  }

  /** Also discards what threads that ran until the freeze have left in the image. */
  @Override
  public void afterRestore(Context<? extends Resource> context) {
    registry.forgetAll();
  }

  /** Registers a registry. Returns the resource, which CRaC holds only weakly. */
  static CheckpointResource register(SessionRegistry registry) {
    CheckpointResource resource = new CheckpointResource(registry);
    Core.getGlobalContext().register(resource);
    return resource;
  }
}
