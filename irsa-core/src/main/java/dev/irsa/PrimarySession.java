package dev.irsa;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.concurrent.StackRoom;
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

/** The session of a handle from a builder: one lease of the shared session, taken on first use. */
final class PrimarySession implements SessionHandle {

  /** The pod's own role is refreshed even if there are no calls. */
  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  private final ClientSettings settings;
  private final SessionRegistry registry;
  private final @Nullable Consumer<IrsaEvent> listener;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock; null before the first use and after the close. */
  private SessionRegistry.@Nullable Lease lease;

  /**
   * The session of the lease, kept in a field of its own to save two dereferences on the read path.
   * Written under the lock, read without it: a reader sees either null or a complete session.
   */
  private volatile @Nullable SessionCache session;

  private volatile @Nullable ResolvedSettings resolved;
  private volatile boolean closed;

  /** Created under the lock on the first use of another role; null after the close. */
  private volatile @Nullable RoleSessionCache roles;

  PrimarySession(
      ClientSettings settings, SessionRegistry registry, @Nullable Consumer<IrsaEvent> listener) {
    this.settings = settings;
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
    StackRoom.require();
    lock.lock();
    try {
      requireOpen();
      SessionCache current = session;
      if (current == null) {
        lease = registry.lease(terms(), this, listener);
        current = lease.cache();
        session = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SessionRegistry.Terms terms() {
    return settings.terms(configuration(), NEVER_IDLE);
  }

  /** Returns the terms of another role's session. */
  SessionRegistry.Terms terms(ResolvedSettings role) {
    return settings.terms(role, RoleSessionCache.IDLE);
  }

  @Override
  public ResolvedSettings configuration() {
    ResolvedSettings current = resolved;
    if (current == null) {
      current = settings.resolve();
      resolved = current;
    }
    return current;
  }

  @Override
  public SessionHandle forRole(RoleRequest request) {
    ResolvedSettings other = configuration().forRole(request);
    if (request.sessionDuration() != null) {
      ClientSettings.requireShorterWindow(
          settings.policy(), request.sessionDuration(), "RoleRequest");
    }
    return new RoleSession(this, other);
  }

  /** Returns the sessions of other roles, which are created if necessary. */
  RoleSessionCache roles() {
    RoleSessionCache current = roles;
    return current != null ? current : createRoles();
  }

  /** Returns the sessions of other roles, or null if no other role was used yet. */
  @Nullable RoleSessionCache rolesInHand() {
    return roles;
  }

  /**
   * Returns the session of another role, or null if there is none. Neither takes a lease nor evicts
   * another session.
   */
  @Nullable SessionCache peekRole(ResolvedSettings configuration) {
    RoleSessionCache current = roles;
    SessionCache leased = current == null ? null : current.peek(configuration);
    return leased != null ? leased : registry.peek(terms(configuration));
  }

  /** Returns the failure for callers whose sessions are evicted again and again. */
  MisconfiguredException tooManyRoles() {
    return new MisconfiguredException(
        true,
        List.of(
            new MisconfiguredException.Problem(
                "maxRoles",
                "builder",
                settings.maxRoles() + " is less than the number of roles in use at once",
                "raise it above that number")));
  }

  private RoleSessionCache createRoles() {
    StackRoom.require();
    lock.lock();
    try {
      requireOpen();
      RoleSessionCache current = roles;
      if (current == null) {
        current = new RoleSessionCache(settings, registry, this, listener);
        roles = current;
      }
      return current;
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
  public @Nullable SessionCache peekSession() {
    SessionCache current = session;
    return current != null ? current : registry.peek(terms());
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    SessionRegistry.Lease openLease;
    RoleSessionCache openRoles;
    StackRoom.require();
    lock.lock();
    try {
      closed = true;
      openLease = lease;
      openRoles = roles;
      lease = null;
      session = null;
      roles = null;
    } finally {
      lock.unlock();
    }
    if (openLease != null) {
      openLease.close();
    }
    if (openRoles != null) {
      openRoles.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new SessionClosedException();
    }
  }
}
