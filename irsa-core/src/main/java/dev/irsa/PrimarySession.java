package dev.irsa;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The session of a handle that was built: one lease of the shared session, taken on first use. */
final class PrimarySession implements SessionHandle {

  /** The role of the pod itself is refreshed whether somebody asks or not. */
  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  private final ClientSettings blueprint;
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

  private volatile @Nullable ResolvedSettings resolved;
  private volatile boolean closed;

  /** Made under the lock by the first use of another role; null again after the close. */
  private volatile @Nullable RoleSessionCache roles;

  PrimarySession(
      ClientSettings blueprint, SessionRegistry registry, @Nullable Consumer<IrsaEvent> listener) {
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
  public ResolvedSettings configuration() {
    ResolvedSettings current = resolved;
    if (current == null) {
      current = blueprint.resolve();
      resolved = current;
    }
    return current;
  }

  @Override
  public SessionHandle forRole(String roleArn) {
    return new RoleSession(this, configuration().forRole(roleArn));
  }

  /** Returns the sessions of other roles. */
  RoleSessionCache roles() {
    RoleSessionCache current = roles;
    return current != null ? current : makeRoles();
  }

  /** Returns the sessions of other roles if there were any. */
  @Nullable RoleSessionCache rolesInHand() {
    return roles;
  }

  /** Returns the session of another role if there is one; takes no lease and evicts nothing. */
  @Nullable SessionCache lookAtRole(ResolvedSettings ofRole) {
    RoleSessionCache current = roles;
    SessionCache leased = current == null ? null : current.peek(ofRole);
    return leased != null ? leased : registry.peek(blueprint.terms(ofRole, RoleSessionCache.IDLE));
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

  private RoleSessionCache makeRoles() {
    lock.lock();
    try {
      requireOpen();
      RoleSessionCache made = roles;
      if (made == null) {
        made = new RoleSessionCache(blueprint, registry, this, listener);
        roles = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public LeaseOwner owner() {
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
    RoleSessionCache heldRoles;
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
