package dev.irsa;

import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
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
