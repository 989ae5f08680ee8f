package dev.irsa;

import dev.irsa.identity.IrsaEvent;
import dev.irsa.session.Owner;
import dev.irsa.session.SessionCache;
import dev.irsa.session.SessionRegistry;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The session of a handle that was built: one lease of the shared session, taken on first use. */
final class OwnSession implements SessionHolder {

  /** The role of the pod itself is refreshed whether somebody asks or not. */
  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  private final Blueprint blueprint;
  private final SessionRegistry registry;
  private final Consumer<IrsaEvent> listener;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock; null again after the close. */
  private SessionRegistry.@Nullable Lease lease;

  /**
   * The lease's, kept beside it since callers are then two references nearer. Written with it under
   * the lock, read without: a reader sees none or a whole one.
   */
  private volatile @Nullable SessionCache session;

  private volatile @Nullable Configuration resolved;
  private volatile boolean closed;

  /** Made under the lock by the first use of another role; null again after the close. */
  private volatile @Nullable RoleSessions roles;

  OwnSession(Blueprint blueprint, SessionRegistry registry, Consumer<IrsaEvent> listener) {
    this.blueprint = blueprint;
    this.registry = registry;
    this.listener = listener;
  }

  @Override
  public SessionCache session() {
    SessionCache current = session;
    return current != null ? current : take();
  }

  @Override
  public @Nullable SessionCache sessionInHand() {
    return session;
  }

  private SessionCache take() {
    lock.lock();
    try {
      requireOpen();
      SessionCache taken = session;
      if (taken == null) {
        lease = registry.lease(blueprint.terms(configuration(), NEVER_IDLE), this, listener);
        taken = lease.cache();
        session = taken;
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Configuration configuration() {
    Configuration current = resolved;
    if (current == null) {
      current = blueprint.resolve();
      resolved = current;
    }
    return current;
  }

  @Override
  public SessionHolder forRole(String roleArn) {
    return new RoleSession(this, configuration().forRole(roleArn));
  }

  /** Returns the sessions of other roles. */
  RoleSessions roles() {
    RoleSessions current = roles;
    return current != null ? current : makeRoles();
  }

  /** Returns the sessions of other roles if there were any. */
  @Nullable RoleSessions rolesInHand() {
    return roles;
  }

  private RoleSessions makeRoles() {
    lock.lock();
    try {
      requireOpen();
      RoleSessions made = roles;
      if (made == null) {
        made = new RoleSessions(blueprint, registry, this, listener);
        roles = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Owner owner() {
    return this;
  }

  @Override
  public SessionCache sessionAfter(IllegalStateException found) {
    // A lease of its own keeps a session open: only the close of this handle can be the reason.
    throw found;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    SessionRegistry.Lease held;
    RoleSessions heldRoles;
    lock.lock();
    try {
      closed = true;
      held = lease;
      heldRoles = roles;
      lease = null;
      session = null;
      roles = null;
    } finally {
      lock.unlock();
    }
    if (held != null) {
      held.close();
    }
    if (heldRoles != null) {
      heldRoles.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw Owner.closed();
    }
  }
}
