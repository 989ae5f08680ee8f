package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.HandleTerms;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view of another session with the token of a handle that can be reopened. It follows the handle
 * when that is closed and opened again, so the sessions of all views have the same bounds.
 * Thread-safe; closing it has no effect.
 */
final class RoleHandle implements CredentialsHandle {

  /** A view of a core handle. */
  private record View(IrsaCredentials parent, IrsaCredentials role) {}

  private final Supplier<IrsaCredentials> parents;
  private final RoleRequest request;

  /** The view of the latest parent. Threads may replace it concurrently by an equal one. */
  private volatile @Nullable View latest;

  /**
   * Creates a view.
   *
   * @param parents returns the open core handle of the parent
   */
  RoleHandle(Supplier<IrsaCredentials> parents, RoleRequest request) {
    this.parents = parents;
    this.request = request;
  }

  @SuppressWarnings("ReferenceEquality") // A reopened parent is another handle.
  private View view() {
    IrsaCredentials parent = parents.get();
    View known = latest;
    if (known != null && known.parent == parent) {
      return known;
    }
    View created = new View(parent, parent.forRole(request));
    latest = created;
    return created;
  }

  /** Applies a question again if the parent was closed since it was taken. */
  private <R> R ask(Function<IrsaCredentials, R> question) {
    while (true) {
      View view = view();
      try {
        return question.apply(view.role);
      } catch (SessionClosedException closed) {
        if (!isReplaced(view)) {
          throw closed;
        }
      }
    }
  }

  @Override
  public @Nullable IrsaCredentials core() {
    return null;
  }

  @Override
  public SessionCredentials credentials() {
    return ask(IrsaCredentials::credentials);
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    return askAsync(IrsaCredentials::credentialsAsync);
  }

  @Override
  public SessionCredentials credentialsLasting(Duration atLeast) {
    return ask(role -> role.credentialsLasting(atLeast));
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsLastingAsync(Duration atLeast) {
    return askAsync(role -> role.credentialsLastingAsync(atLeast));
  }

  private CompletableFuture<SessionCredentials> askAsync(
      Function<IrsaCredentials, CompletableFuture<SessionCredentials>> question) {
    CompletableFuture<SessionCredentials> result = new CompletableFuture<>();
    try {
      View view = view();
      Futures.then(
          question.apply(view.role),
          (session, failure) -> {
            if (failure instanceof SessionClosedException && isReplaced(view)) {
              Futures.forward(askAsync(question), result);
            } else if (failure != null) {
              result.completeExceptionally(failure);
            } else {
              result.complete(session);
            }
          });
    } catch (CredentialsException | SessionClosedException failure) {
      result.completeExceptionally(failure);
    }
    return result;
  }

  @SuppressWarnings("ReferenceEquality") // A reopened parent is another handle.
  private boolean isReplaced(View view) {
    return view.parent != parents.get();
  }

  @Override
  public boolean refresh() {
    return ask(IrsaCredentials::refresh);
  }

  @Override
  public void invalidate(String accessKeyId) {
    ask(
        role -> {
          role.invalidate(accessKeyId);
          return accessKeyId;
        });
  }

  @Override
  public IrsaStatus status() {
    return view().role.status();
  }

  @Override
  public ParentSession asParent() {
    return new ParentSession(HandleTerms.of(view().role));
  }

  @Override
  public void close() {}
}
