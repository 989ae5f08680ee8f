package dev.irsa.internal.adapter;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.RoleRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A source at a later place of a chain that also owns it: closing this object has no effect.
 *
 * @param source the source, which the chain closes
 */
public record SharedSource<C>(IrsaSource<C> source) implements IrsaSource<C> {

  @Override
  public C credentials() {
    return source.credentials();
  }

  @Override
  public CompletableFuture<? extends C> credentialsAsync() {
    return source.credentialsAsync();
  }

  @Override
  public C credentialsLasting(Duration atLeast) {
    return source.credentialsLasting(atLeast);
  }

  @Override
  public CompletableFuture<? extends C> credentialsLastingAsync(Duration atLeast) {
    return source.credentialsLastingAsync(atLeast);
  }

  @Override
  public boolean refresh() {
    return source.refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    source.invalidate(accessKeyId);
  }

  @Override
  public IrsaSource<C> forRole(RoleRequest request) {
    return source.forRole(request);
  }

  @Override
  public IrsaStatus status() {
    return source.status();
  }

  @Override
  public ParentSession asParent() {
    return source.asParent();
  }

  @Override
  public void close() {}
}
