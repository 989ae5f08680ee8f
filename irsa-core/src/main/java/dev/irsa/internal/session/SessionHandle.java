package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import java.lang.ref.Reference;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A handle of a session, or a view of another handle. A view has a session of its own, which lives
 * as long as the other handle is open. The first call opens a handle, and the first call after a
 * close opens it again. Thread-safe.
 *
 * @param <S> the type of the descriptions of sessions
 */
public final class SessionHandle<S extends SessionSpec> implements AutoCloseable {

  /**
   * The wall clock of all shared sessions. A constant, so that the compiler can inline the read of
   * the system clock.
   */
  private static final Clock WALL = Sessions.shared().wall();

  private final Sessions sessions;
  private final Supplier<S> source;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxViews;
  private final Duration deadline;

  /** The handle that this is a view of, which may be a view as well, or null. */
  private final @Nullable SessionHandle<S> base;

  /** The first of these, which has the sessions of all its views; itself if this is not a view. */
  private final SessionHandle<S> root;

  /** What is requested of the base, null without one. */
  private final @Nullable SessionView<S> view;

  /** What this has open: null before its first call, after a close, and in a view. */
  private final AtomicReference<@Nullable HandleSessions<S>> opening = new AtomicReference<>();

  /** Counts closes: what was read of the environment before a close is not used after it. */
  private final AtomicInteger closes = new AtomicInteger();

  /**
   * Creates a handle that is not open.
   *
   * @param source describes the session; may fail, and is asked again then, and after a close
   * @param listeners receive the events of the session while this handle is open
   * @param maxViews the maximum number of sessions of views
   * @param deadline the maximum time that calls wait
   */
  public SessionHandle(
      Sessions sessions,
      Supplier<S> source,
      List<? extends Consumer<IrsaEvent>> listeners,
      int maxViews,
      Duration deadline) {
    this.sessions = sessions;
    this.source = source;
    this.listeners = listeners;
    this.maxViews = maxViews;
    this.deadline = deadline;
    this.base = null;
    this.root = this;
    this.view = null;
  }

  private SessionHandle(SessionHandle<S> base, SessionView<S> view) {
    this.sessions = base.sessions;
    this.source = base.source;
    this.listeners = base.listeners;
    this.maxViews = base.maxViews;
    this.deadline = base.deadline;
    this.base = base;
    this.root = base.root;
    this.view = view;
  }

  /**
   * Returns a view of this handle. Equal requests share a session.
   *
   * @param isChained whether the credentials of this handle sign the requests
   * @param spec describes the session, from the description of this handle's; may fail
   */
  public SessionHandle<S> view(Object request, boolean isChained, UnaryOperator<S> spec) {
    return new SessionHandle<>(this, new SessionView<>(view, request, isChained, spec));
  }

  /** Returns whether a call has taken the session since the last close. Never blocks. */
  public boolean isOpen() {
    return sessionInHand() != null;
  }

  /**
   * Returns the description of the session.
   *
   * @throws CredentialsException if it cannot be determined
   */
  public S spec() {
    if (base != null && view != null) {
      return view.spec().apply(base.spec());
    }
    HandleSessions<S> opened = opening.get();
    return opened != null && opened.isOpen() ? opened.spec : source.get();
  }

  /** Returns the credentials if they are valid and no work is due for them, otherwise null. */
  public @Nullable SessionCredentials credentialsInHand() {
    long now = WALL.millis();
    Session current = sessionInHand();
    return current == null ? null : current.quietAt(now);
  }

  /**
   * Returns credentials, immediately while they are valid.
   *
   * @throws CredentialsException if there are none within the deadline of this handle
   */
  public SessionCredentials credentials() {
    SessionCredentials inHand = credentialsInHand();
    return inHand != null ? inHand : await(CallerRequest.within(deadline)).get();
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
    CallerRequest.check(request);
  }

  /**
   * Returns the credentials that a user requests.
   *
   * @throws CredentialsException if there are none, or if the request is invalid
   */
  public SessionCredentials credentials(CredentialsRequest request) {
    return await(CallerRequest.of(request, deadline)).get();
  }

  /**
   * Returns a new future for the credentials that a user requests. Never blocks, and fails as its
   * result only.
   */
  public CompletableFuture<SessionCredentials> credentialsAsync(CredentialsRequest request) {
    try {
      return future(CallerRequest.of(request, deadline));
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
    CallerResult result = await(CallerRequest.within(deadline).refreshed());
    var unused = result.get();
    return result.renewed();
  }

  /** Starts to fetch the first credentials. Nobody waits for them, so a close ends the exchange. */
  public void startEarly() {
    require(StackSpace.EARLY_START);
    Session held = hold();
    held.ask(CallerRequest.within(deadline), new CompletableFuture<>());
    held.leave();
  }

  /** Handles the report that a service rejected credentials. Does not open this. */
  public void invalidate(String accessKeyId) {
    Session current = session();
    if (current != null) {
      sessions.invalidate(current, accessKeyId);
    }
  }

  /**
   * Returns the session if any handle uses it or its state is retained, otherwise null. Does not
   * open this.
   */
  public @Nullable Session session() {
    require(StackSpace.SESSION);
    Session current = sessionInHand();
    return current != null ? current : sessions.peek(spec());
  }

  /**
   * Gives the session back, and the sessions of all views. Calls that wait go on. A later call
   * takes the session again. Has no effect on a view.
   */
  @Override
  public void close() {
    if (base == null) {
      require(StackSpace.CLOSE);
      closes.incrementAndGet();
      HandleSessions<S> closed = opening.getAndSet(null);
      if (closed != null) {
        closed.close();
        sessions.restIfNothingIsOpen();
      }
    }
  }

  /**
   * Gives the session of a view back before its handle is closed. A later call takes it again. Has
   * no effect on a handle that is not a view.
   */
  public void release() {
    require(StackSpace.CLOSE);
    HandleSessions<S> opened = root.opening.get();
    if (opened != null && view != null) {
      opened.release(view);
    }
  }

  private CallerResult await(CallerRequest request) {
    require(StackSpace.CREDENTIALS);
    Session held = hold();
    try {
      SessionCredentials served = request.acceptsAny() ? held.servedAt(wallMillis()) : null;
      return served != null ? CallerResult.serve(served) : held.await(request);
    } finally {
      held.leave();
      // A handle that is garbage counts as closed.
      Reference.reachabilityFence(this);
    }
  }

  private CompletableFuture<SessionCredentials> future(CallerRequest request) {
    require(StackSpace.FUTURE);
    Session held = hold();
    CompletableFuture<CallerResult> answer = new CompletableFuture<>();
    SessionCredentials served = request.acceptsAny() ? held.servedAt(wallMillis()) : null;
    if (served != null) {
      answer.complete(CallerResult.serve(served));
    } else {
      held.askInBackground(request, answer);
    }
    CompletableFuture<SessionCredentials> future = new CompletableFuture<>();
    CallerResult known = answer.getNow(null);
    if (known != null) {
      held.leave();
      known.completes(future);
      return future;
    }
    var unused = answer.thenAccept(new Wait(this, held, future));
    return future;
  }

  /** The wait of a caller that got a future: a user until the answer comes, then completes it. */
  private static final class Wait implements Consumer<CallerResult>, Runnable {

    /** Is not garbage until then. */
    private final SessionHandle<?> handle;

    private final Session held;
    private final CompletableFuture<SessionCredentials> future;
    private @Nullable CallerResult answer;

    Wait(SessionHandle<?> handle, Session held, CompletableFuture<SessionCredentials> future) {
      this.handle = handle;
      this.held = held;
      this.future = future;
    }

    @Override
    public void accept(CallerResult result) {
      try {
        answer = result;
        held.leave();
        handle.sessions.context().workers().completions().execute(this);
      } finally {
        Reference.reachabilityFence(handle);
      }
    }

    /** Completes the future, which runs its dependents. Only for a worker. */
    @Override
    public void run() {
      Objects.requireNonNull(answer).completes(future);
    }
  }

  /** Returns the session, which is taken if necessary, with the caller as a user. */
  private Session hold() {
    while (true) {
      HandleSessions<S> opened = root.open();
      if (view != null) {
        return holdViewed(opened, view);
      }
      Session taken = opened.takeOwn();
      if (taken.enter()) {
        return taken;
      }
      // It was closed in between.
    }
  }

  private Session holdViewed(HandleSessions<S> opened, SessionView<S> requested) {
    Session known = opened.viewed(requested);
    if (known != null && known.enter()) {
      return known;
    }
    if (base != null && requested.isChained()) {
      // The listeners are told of the session that assumes the role as well.
      base.hold().leave();
    }
    Session taken = sessions.take(spec());
    opened.keep(requested, taken);
    return taken;
  }

  private HandleSessions<S> open() {
    while (true) {
      HandleSessions<S> known = opening.get();
      if (known != null && known.isOpen()) {
        return known;
      }
      int before = epoch();
      sessions.returnDropped();
      HandleSessions<S> opened =
          new HandleSessions<>(this, source.get(), sessions, listeners, maxViews);
      boolean isFirst = opening.compareAndSet(known, opened);
      if (isFirst && epoch() == before) {
        return opened;
      }
      // Another thread was faster, or what was read of the environment may be outdated.
      opened.close();
    }
  }

  /**
   * Returns a number that changes with each close and each {@code discardAll()}: the sum of two
   * counters that only grow is the same only if neither has grown.
   */
  private int epoch() {
    return closes.get() + sessions.discards();
  }

  /** Requires the room for a call of this handle: views of each kind have a first call. */
  private void require(int door) {
    StackSpace.require(view == null ? door : view.isChained() ? door + 2 : door + 1);
  }

  private @Nullable Session sessionInHand() {
    if (view == null) {
      HandleSessions<S> opened = opening.get();
      return opened == null ? null : opened.own();
    }
    HandleSessions<S> opened = root.opening.get();
    return opened == null ? null : opened.viewed(view);
  }

  private long wallMillis() {
    return sessions.wall().millis();
  }
}
