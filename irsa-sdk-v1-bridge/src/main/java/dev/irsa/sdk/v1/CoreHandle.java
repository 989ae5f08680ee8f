package dev.irsa.sdk.v1;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.identity.SessionCredentials;
import java.util.function.Consumer;

/** The handle of the core. */
final class CoreHandle implements CredentialsHandle {

  private final IrsaCredentials core;

  CoreHandle(IrsaCredentials core) {
    this.core = core;
  }

  /** Takes a handle with these settings over those of the environment. */
  static CoreHandle open(Consumer<IrsaCredentials.Builder> settings) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    settings.accept(builder);
    return new CoreHandle(builder.build());
  }

  @Override
  public SessionCredentials credentials() {
    return core.credentials();
  }

  @Override
  public boolean refresh() {
    return core.refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    core.invalidate(accessKeyId);
  }

  @Override
  public IrsaStatus status() {
    return core.status();
  }

  @Override
  public void close() {
    core.close();
  }
}
