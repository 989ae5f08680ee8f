package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.session.SessionHandle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A view of another session with the token of a handle, which is checked on first use. */
final class RoleHandle implements CredentialsHandle {

  private final IrsaCredentials parent;
  private final RoleRequest request;

  /** Threads may replace it concurrently by an equal one. */
  private volatile @Nullable IrsaCredentials view;

  RoleHandle(IrsaCredentials parent, RoleRequest request) {
    this.parent = parent;
    this.request = request;
  }

  private IrsaCredentials view() {
    IrsaCredentials known = view;
    if (known == null) {
      known = parent.forRole(request);
      view = known;
    }
    return known;
  }

  @Override
  public @Nullable IrsaCredentials core() {
    return null;
  }

  @Override
  public SessionCredentials credentials() {
    return view().credentials();
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    return askAsync(IrsaCredentials::credentialsAsync);
  }

  @Override
  public SessionCredentials credentialsLasting(Duration atLeast) {
    return view().credentialsLasting(atLeast);
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsLastingAsync(Duration atLeast) {
    return askAsync(role -> role.credentialsLastingAsync(atLeast));
  }

  private CompletableFuture<SessionCredentials> askAsync(
      Function<IrsaCredentials, CompletableFuture<SessionCredentials>> question) {
    try {
      return question.apply(view());
    } catch (CredentialsException misconfigured) {
      return CompletableFuture.failedFuture(misconfigured);
    }
  }

  @Override
  public boolean refresh() {
    return view().refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    view().invalidate(accessKeyId);
  }

  @Override
  public IrsaStatus status() {
    return view().status();
  }

  @Override
  public ParentSession asParent() {
    return new ParentSession(SessionHandle.behind(view()).terms());
  }

  @Override
  public void close() {}
}
