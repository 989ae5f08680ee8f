package dev.irsa;

import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The session of another role with the same token; it lives with its parent, and closing it does
 * nothing.
 */
final class RoleSession implements SessionHandle {

  /** Each time others have to use as many roles as are kept in the same instant. */
  private static final int MOST_EVICTIONS = 100;

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
  public SessionHandle forRole(String roleArn) {
    return parent.forRole(roleArn);
  }

  @Override
  public LeaseOwner owner() {
    return parent;
  }

  /** A session that is evicted between being taken and being asked is taken once more. */
  @Override
  public <T> T ask(Function<SessionCache, T> question) {
    for (int time = 1; time <= MOST_EVICTIONS; time++) {
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
  public @Nullable SessionCache sessionForLook() {
    return parent.lookAtRole(configuration);
  }

  @Override
  public boolean isClosed() {
    return parent.isClosed();
  }

  @Override
  public void close() {}
}
