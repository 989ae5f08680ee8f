package dev.irsa;

import dev.irsa.session.Owner;
import dev.irsa.session.SessionCache;
import org.jspecify.annotations.Nullable;

/**
 * The session of another role with the same token; it lives with its parent, and closing it does
 * nothing.
 */
final class RoleSession implements SessionHolder {

  private final OwnSession parent;
  private final Configuration configuration;

  RoleSession(OwnSession parent, Configuration configuration) {
    this.parent = parent;
    this.configuration = configuration;
  }

  @Override
  public SessionCache session() {
    return parent.roles().session(configuration);
  }

  @Override
  public @Nullable SessionCache sessionInHand() {
    RoleSessions roles = parent.rolesInHand();
    return roles == null ? null : roles.sessionInHand(configuration);
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public SessionHolder forRole(String roleArn) {
    return parent.forRole(roleArn);
  }

  @Override
  public Owner owner() {
    return parent;
  }

  @Override
  public SessionCache sessionAfter(IllegalStateException found) {
    if (isClosed()) {
      throw found;
    }
    return session();
  }

  @Override
  public boolean isClosed() {
    return parent.isClosed();
  }

  @Override
  public void close() {}
}
