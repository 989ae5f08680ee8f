package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.SessionCredentials;
import java.util.concurrent.CompletableFuture;

/** The handle of the core. */
final class CoreHandle implements CredentialsHandle {

  private final IrsaCredentials core;

  CoreHandle(IrsaCredentials core) {
    this.core = core;
  }

  @Override
  public IrsaCredentials core() {
    return core;
  }

  @Override
  public SessionCredentials credentials() {
    return core.credentials();
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    return core.credentialsAsync();
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
