package dev.irsa;

import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.MisconfiguredException;
import dev.irsa.session.Owner;
import dev.irsa.session.SessionCache;
import dev.irsa.session.SessionClosedException;
import dev.irsa.session.SessionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The session of a handle that was built: one lease of the shared session, taken on first use. */
final class OwnSession implements SessionHolder {

  /** The role of the pod itself is refreshed whether somebody asks or not. */
  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  private final Blueprint blueprint;
  private final SessionRegistry registry;
  private final @Nullable Consumer<IrsaEvent> listener;
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

  OwnSession(
      Blueprint blueprint, SessionRegistry registry, @Nullable Consumer<IrsaEvent> listener) {
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
        lease = registry.lease(terms(), this, listener);
        taken = lease.cache();
        session = taken;
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private SessionRegistry.Terms terms() {
    return blueprint.terms(configuration(), NEVER_IDLE);
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

  /** Returns the session of another role if there is one; takes no lease and evicts nothing. */
  @Nullable SessionCache lookAtRole(Configuration ofRole) {
    RoleSessions current = roles;
    SessionCache leased = current == null ? null : current.peek(ofRole);
    return leased != null ? leased : registry.peek(blueprint.terms(ofRole, RoleSessions.IDLE));
  }

  /** Returns what callers are told whose sessions are evicted again and again. */
  MisconfiguredException tooManyRoles() {
    return new MisconfiguredException(
        true,
        List.of(
            new MisconfiguredException.Problem(
                "maxRoles",
                "builder",
                blueprint.mostRoles() + " is less than the number of roles in use at once",
                "raise it above that number")));
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
  public <T> T ask(Function<SessionCache, T> question) {
    // The lease keeps the session open until this handle is closed.
    return question.apply(session());
  }

  @Override
  public @Nullable SessionCache sessionForLook() {
    SessionCache current = session;
    return current != null ? current : registry.peek(terms());
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
      throw new SessionClosedException();
    }
  }
}
