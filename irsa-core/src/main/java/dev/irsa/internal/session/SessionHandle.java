package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Futures;
import dev.irsa.internal.concurrent.StackReserve;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Clocks;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A user of a session. Takes a lease of it on first use, and again after {@link #close} gave it
 * back. A caller that waits holds the lease as well, so a close ends nobody's wait. Thread-safe.
 *
 * <p>The lease of a {@link #view} lives in the bounded cache of the handle that it is a view of,
 * and ends with that handle's lease or by eviction.
 */
public final class SessionHandle implements AutoCloseable {

  /**
   * The clocks of all shared sessions. A constant, so that the compiler can inline the read of the
   * system clock.
   */
  private static final Clocks CLOCKS = SessionRegistry.shared().clocks();

  private final SessionRegistry registry;
  private final Function<SessionRegistry, SessionRegistry.Terms> source;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxRoles;
  private final Duration deadline;

  /** The handle that this is a view of, which may be a view as well, or null. */
  private final @Nullable SessionHandle base;

  /** The first of these, which has the sessions of all its views; itself if this is not a view. */
  private final SessionHandle root;

  /** What is requested of the base, null without one. */
  private final @Nullable View view;

  /** That of the root, which alone takes it. */
  private final ReentrantLock lock;

  /** Written under the lock, read without it. Null before the first use and after the close. */
  private volatile SessionRegistry.@Nullable Lease lease;

  /**
   * The session of the lease, kept in a field of its own to save two dereferences on the read path.
   * Written under the lock, read without it: a reader sees either null or a complete session.
   */
  private volatile @Nullable Session session;

  /** How often this handle was closed. Written under the lock, read without it. */
  private volatile int closes;

  /** The last terms that were determined; not those of a view, which follow from these. */
  private volatile @Nullable Determined determined;

  /**
   * The sessions of views, created under the lock on the first use of one; null after a close, so
   * that nobody finds there what another thread puts in too late.
   */
  private volatile @Nullable RoleSessions views;

  /**
   * What a view requests of another handle. Views that are equal share a lease, and so their keys
   * have those of the views that they are views of.
   */
  public interface View {
    /** Returns whether the credentials of the other handle are needed for the exchange. */
    boolean isChained();

    /**
     * Returns the terms of the session.
     *
     * @param base those of the other handle
     * @throws CredentialsException if they cannot be determined
     */
    SessionRegistry.Terms terms(SessionRegistry.Terms base);
  }

  /**
   * Terms, and the {@linkplain #epoch epoch} that had begun before they were determined. They are
   * not used in another one.
   */
  private record Determined(SessionRegistry.Terms terms, int epoch) {}

  /**
   * Creates a handle without a lease.
   *
   * @param source determines the terms of the session in a registry; may fail, and is asked again
   *     then, and after a close
   * @param listeners receive the events of the session while this handle has a lease
   * @param maxRoles the maximum number of sessions of views
   * @param deadline the maximum time that calls wait
   */
  public SessionHandle(
      SessionRegistry registry,
      Function<SessionRegistry, SessionRegistry.Terms> source,
      List<? extends Consumer<IrsaEvent>> listeners,
      int maxRoles,
      Duration deadline) {
    this.registry = registry;
    this.source = source;
    this.listeners = listeners;
    this.maxRoles = maxRoles;
    this.deadline = deadline;
    this.base = null;
    this.root = this;
    this.view = null;
    this.lock = new ReentrantLock();
  }

  private SessionHandle(SessionHandle base, View view) {
    this.registry = base.registry;
    this.source = base.source;
    this.listeners = base.listeners;
    this.maxRoles = base.maxRoles;
    this.deadline = base.deadline;
    this.base = base;
    this.root = base.root;
    this.view = view;
    this.lock = base.lock;
  }

  /** Returns a handle of another session, which lives in the bounded cache of this one. */
  public SessionHandle view(View requested) {
    return new SessionHandle(this, requested);
  }

  /** Returns what is requested of another handle, or null if this is not a view. */
  public @Nullable View view() {
    return view;
  }

  /** Returns whether there is a lease. Never blocks. */
  public boolean isLeased() {
    return sessionInHand() != null;
  }

  /**
   * Returns the terms of the session.
   *
   * @throws CredentialsException if they cannot be determined
   */
  public SessionRegistry.Terms terms() {
    if (base != null && view != null) {
      return view.terms(base.terms());
    }
    int now = epoch();
    Determined known = determined;
    if (known == null || known.epoch != now) {
      known = new Determined(source.apply(registry), now);
      determined = known;
    }
    return known.terms;
  }

  /**
   * Returns a number that changes whenever what was determined before must not be used any more.
   */
  private int epoch() {
    return root.closes + registry.discards();
  }

  /**
   * Returns the handle whose credentials the exchange of this one needs, or null. Without valid
   * credentials it is asked first: its failure is more precise, and an exchange does not wait for
   * another one.
   */
  private @Nullable SessionHandle signer() {
    return view != null && view.isChained() ? base : null;
  }

  /** Returns the credentials if they are valid and no work is due for them, otherwise null. */
  public @Nullable SessionCredentials credentialsInHand() {
    long now = CLOCKS.wall().millis();
    Session current = sessionInHand();
    return current == null ? null : current.credentialsIfQuiet(now);
  }

  /**
   * Returns credentials, immediately while they are valid.
   *
   * @throws CredentialsException if there are none within the deadline of this handle
   */
  public SessionCredentials credentials() {
    SessionCredentials inHand = credentialsInHand();
    return inHand != null ? inHand : await(CallRequest.within(deadline)).get();
  }

  /** Returns a new future for credentials. Never blocks, and fails as its result only. */
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    SessionCredentials inHand = credentialsInHand();
    return inHand != null
        ? CompletableFuture.completedFuture(inHand)
        : credentialsAsync(CredentialsRequest.standard());
  }

  /**
   * Checks what a user requests.
   *
   * @throws CredentialsException if a value is invalid; lists all of them
   */
  public static void check(CredentialsRequest request) {
    CallRequest.check(request);
  }

  /**
   * Returns the credentials that a user requests.
   *
   * @throws CredentialsException if there are none, or if the request is invalid
   */
  public SessionCredentials credentials(CredentialsRequest request) {
    return await(CallRequest.of(request, deadline)).get();
  }

  /**
   * Returns a new future for the credentials that a user requests. Never blocks, and fails as its
   * result only.
   */
  public CompletableFuture<SessionCredentials> credentialsAsync(CredentialsRequest request) {
    try {
      return new Use().future(CallRequest.of(request, deadline));
    } catch (CredentialsException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Refreshes now, and returns whether there are new credentials.
   *
   * @return false if the refresh failed and the previous credentials are still served
   * @throws CredentialsException if the refresh failed and there are no valid credentials
   */
  public boolean refresh() {
    CallResult result = await(CallRequest.within(deadline).refreshed());
    var unused = result.get();
    return result.renewed();
  }

  /**
   * Returns the signer if its credentials are needed for a call, because there are no valid ones of
   * the session itself, otherwise null.
   */
  private @Nullable SessionHandle neededSigner() {
    SessionHandle signer = signer();
    if (signer == null) {
      return null;
    }
    Session current = peek();
    Freshness freshness = current == null ? null : current.status().freshness();
    return freshness != null && freshness != Freshness.EXPIRED ? null : signer;
  }

  /** Starts to fetch credentials if there are none. Nobody waits for them, so a close ends that. */
  public void startEarly() {
    StackReserve.require();
    SessionRegistry.Lease held = hold();
    try {
      Waiter unused = held.session().ask(CallRequest.within(deadline));
    } finally {
      held.close();
    }
  }

  /** Handles the report that a service rejected credentials. Does not take a lease. */
  public void invalidate(String accessKeyId) {
    Session current = peek();
    if (current != null) {
      current.invalidate(accessKeyId);
    }
  }

  /** Returns the status of the session, or null if there is none. Does not take a lease. */
  public @Nullable SessionStatus status() {
    Session current = peek();
    return current == null ? null : current.status();
  }

  /**
   * Gives the lease back, and those of all views. Calls that wait keep theirs until they end. A
   * later call takes it again. Has no effect on a view.
   */
  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
  public void close() {
    if (base != null) {
      return;
    }
    SessionRegistry.Lease returned;
    RoleSessions others;
    StackReserve.require();
    lock.lock();
    try {
      returned = lease;
      others = views;
      lease = null;
      session = null;
      views = null;
      determined = null;
      closes++;
    } finally {
      lock.unlock();
    }
    try {
      if (returned != null) {
        returned.close();
      }
    } finally {
      if (others != null) {
        others.clear();
      }
    }
  }

  private CallResult await(CallRequest request) {
    StackReserve.require();
    SessionHandle first = neededSigner();
    SessionRegistry.Lease held;
    long waited = 0;
    if (first == null) {
      held = hold();
    } else {
      int before = epoch();
      long started = registry.nanos();
      SessionCredentials unused = first.await(request.forAny()).get();
      waited = registry.nanos() - started;
      held = holdSince(before);
    }
    try {
      return held.session().await(request.after(waited));
    } finally {
      held.close();
      // An owner that is garbage would lose its lease.
      Reference.reachabilityFence(this);
    }
  }

  /**
   * A call that returns a future, which holds the lease until its wait has ended. Refers to the
   * handle, which is not garbage until then.
   */
  private final class Use implements Runnable {
    private SessionRegistry.@Nullable Lease held;

    CompletableFuture<SessionCredentials> future(CallRequest request) {
      StackReserve.require();
      SessionHandle first = neededSigner();
      if (first == null) {
        return ask(hold(), request);
      }
      int before = epoch();
      long started = registry.nanos();
      return Futures.compose(
          first.new Use().future(request.forAny()),
          unused -> ask(holdSince(before), request.after(registry.nanos() - started)));
    }

    private CompletableFuture<SessionCredentials> ask(
        SessionRegistry.Lease taken, CallRequest request) {
      held = taken;
      boolean isAsked = false;
      try {
        CompletableFuture<SessionCredentials> future = taken.session().future(request, this);
        isAsked = true;
        return future;
      } finally {
        if (!isAsked) {
          run();
        }
      }
    }

    /** Ends this use. Idempotent. */
    @Override
    public void run() {
      StackReserve.require();
      SessionRegistry.Lease current = held;
      held = null;
      if (current != null) {
        current.close();
      }
    }
  }

  /** Returns the lease, which is taken if necessary, with the caller as another holder. */
  private SessionRegistry.Lease hold() {
    while (true) {
      SessionRegistry.Lease current = view == null ? lease() : root.views().lease(this, view);
      if (current.hold()) {
        return current;
      }
      // It was given back in between.
    }
  }

  /**
   * Returns the lease for a call that has waited for its signer since an epoch. If the handle was
   * closed meanwhile, it is a lease of the call alone: that of the handle would remain after the
   * call.
   */
  private SessionRegistry.Lease holdSince(int before) {
    lock.lock();
    try {
      if (epoch() == before) {
        return hold();
      }
    } finally {
      lock.unlock();
    }
    return registry.lease(terms(), this, listeners);
  }

  private SessionRegistry.Lease lease() {
    SessionRegistry.Lease current = lease;
    return current != null ? current : take();
  }

  private SessionRegistry.Lease take() {
    while (true) {
      int before = epoch();
      SessionRegistry.Terms wanted = terms();
      lock.lock();
      try {
        SessionRegistry.Lease current = lease;
        if (current == null && epoch() == before) {
          current = registry.lease(wanted, this, listeners);
          session = current.session();
          lease = current;
        }
        if (current != null) {
          return current;
        }
        // The terms may be those of before a close, after which others may hold.
      } finally {
        lock.unlock();
      }
    }
  }

  private RoleSessions views() {
    RoleSessions current = views;
    return current != null ? current : createViews();
  }

  private RoleSessions createViews() {
    lock.lock();
    try {
      RoleSessions current = views;
      if (current == null) {
        current = new RoleSessions(registry, this, listeners, maxRoles);
        views = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether these are the sessions of views since the last close. */
  boolean isCurrent(RoleSessions sessions) {
    return views == sessions;
  }

  private @Nullable Session sessionInHand() {
    Session current = session;
    return current != null || view == null ? current : inHand(root.views, view);
  }

  private static @Nullable Session inHand(@Nullable RoleSessions sessions, View view) {
    return sessions == null ? null : sessions.sessionInHand(view);
  }

  /**
   * Returns the session if any handle uses it or its state is retained, otherwise null. Does not
   * take a lease and does not count as a use.
   */
  private @Nullable Session peek() {
    Session current = session;
    return current != null ? current : registry.peek(terms());
  }
}
