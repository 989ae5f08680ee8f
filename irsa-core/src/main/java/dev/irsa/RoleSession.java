package dev.irsa;

import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Another session with the same token, usually of another role. It becomes unusable when its parent
 * is closed; closing it has no effect.
 */
final class RoleSession implements SessionHandle {

  /**
   * The limit of retries after an eviction. For each eviction, other callers must have used as many
   * roles as the cache holds since the session was taken.
   */
  private static final int MAX_EVICTIONS = 100;

  private final PrimarySession parent;
  private final ResolvedSettings configuration;

  RoleSession(PrimarySession parent, ResolvedSettings configuration) {
    this.parent = parent;
    this.configuration = configuration;
  }

  @Override
  public SessionCache session() {
    return parent.roles().session(configuration);
  }

  @Override
  public @Nullable SessionCache sessionInHand() {
    RoleSessionCache roles = parent.rolesInHand();
    return roles == null ? null : roles.sessionInHand(configuration);
  }

  @Override
  public ResolvedSettings configuration() {
    return configuration;
  }

  @Override
  public SessionRegistry.Terms terms() {
    return parent.terms(configuration);
  }

  @Override
  public SessionHandle forRole(RoleRequest request) {
    return parent.forRole(request);
  }

  @Override
  public LeaseOwner owner() {
    return parent;
  }

  /** Applies the question again if the session was evicted after it was taken. */
  @Override
  public <T> T ask(Function<SessionCache, T> question) {
    for (int attempt = 1; attempt <= MAX_EVICTIONS; attempt++) {
      try {
        return question.apply(session());
      } catch (SessionClosedException evicted) {
        if (isClosed()) {
          throw evicted;
        }
      }
    }
    throw parent.tooManyRoles();
  }

  /**
   * Also applies the question again if the session was evicted just before the caller joined its
   * refresh, whose wait ended with the lease.
   */
  @Override
  public <T> CompletableFuture<T> askAsync(Function<SessionCache, CompletableFuture<T>> question) {
    CompletableFuture<T> asked = ask(question);
    if (asked.isDone() && !asked.isCompletedExceptionally()) {
      return asked;
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    forward(asked, question, result, 1);
    return result;
  }

  private <T> void forward(
      CompletableFuture<T> asked,
      Function<SessionCache, CompletableFuture<T>> question,
      CompletableFuture<T> result,
      int attempt) {
    var unused =
        asked.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                result.complete(value);
              } else if (failure instanceof SessionClosedException && !isClosed()) {
                askAgain(question, result, attempt + 1);
              } else {
                result.completeExceptionally(failure);
              }
            });
  }

  private <T> void askAgain(
      Function<SessionCache, CompletableFuture<T>> question,
      CompletableFuture<T> result,
      int attempt) {
    try {
      if (attempt > MAX_EVICTIONS) {
        throw parent.tooManyRoles();
      }
      forward(ask(question), question, result, attempt);
    } catch (Throwable failure) {
      result.completeExceptionally(failure);
    }
  }

  @Override
  public @Nullable SessionCache peekSession() {
    return parent.peekRole(configuration);
  }

  @Override
  public boolean isClosed() {
    return parent.isClosed();
  }

  @Override
  public void close() {}
}
