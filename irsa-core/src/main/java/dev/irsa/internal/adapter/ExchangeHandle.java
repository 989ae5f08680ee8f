package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.InterruptibleRun;
import dev.irsa.internal.concurrent.StackRoom;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.LoggingListener;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.session.Subscriber;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A strict handle of a session whose exchange is implemented by an adapter. The session is
 * refreshed ahead, limited, shared and retained like that of the pod's own role. Thread-safe;
 * closing it is idempotent.
 */
public final class ExchangeHandle implements CredentialsHandle {

  /** The default deadline of a core handle. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  private final SessionRegistry registry = SessionRegistry.shared();
  private final SessionRegistry.Terms terms;
  private final @Nullable Consumer<IrsaEvent> listener;
  private final LeaseOwner owner = this::isClosed;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private SessionRegistry.@Nullable Lease lease;

  /** The session of the lease. Written under the lock, read without it. */
  private volatile @Nullable SessionCache session;

  private volatile boolean closed;

  /**
   * Creates a handle, which takes its session on first use.
   *
   * @param key everything that the exchange depends on; handles with equal keys share a session
   * @param roleArn the role of the credentials
   * @param endpoint the STS endpoint that is called
   * @param longestLifetime the maximum lifetime of the credentials
   * @param exchange the call that returns credentials
   * @param listener receives the events of the session until this handle is closed, or null
   */
  public ExchangeHandle(
      Object key,
      String roleArn,
      URI endpoint,
      Duration longestLifetime,
      AdapterExchange exchange,
      @Nullable IrsaListener listener) {
    this.listener = listener == null ? null : new Subscriber(listener, listener::onEvent);
    Subject subject = Subject.ofRole(roleArn, endpoint);
    this.terms =
        new SessionRegistry.Terms(
            key,
            subject,
            () -> new Source(longestLifetime, exchange),
            RefreshPolicy.standard(),
            NEVER_IDLE,
            null,
            new LoggingListener(
                subject, () -> "role " + roleArn + " at " + endpoint, List.of(), List.of()));
  }

  @Override
  public @Nullable IrsaCredentials core() {
    return null;
  }

  @Override
  public SessionCredentials credentials() {
    return session().credentials(owner, DEADLINE);
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    try {
      return session().credentialsAsync(owner, DEADLINE);
    } catch (SessionClosedException alreadyClosed) {
      return CompletableFuture.failedFuture(alreadyClosed);
    }
  }

  @Override
  public SessionCredentials credentialsLasting(Duration atLeast) {
    return session().credentialsLasting(owner, atLeast, DEADLINE);
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsLastingAsync(Duration atLeast) {
    try {
      return session().credentialsLastingAsync(owner, atLeast, DEADLINE);
    } catch (SessionClosedException alreadyClosed) {
      return CompletableFuture.failedFuture(alreadyClosed);
    }
  }

  @Override
  public boolean refresh() {
    return session().refresh(owner, DEADLINE);
  }

  @Override
  public void invalidate(String accessKeyId) {
    session().invalidate(accessKeyId);
  }

  @Override
  public IrsaStatus status() {
    SessionCache current = session != null ? session : registry.peek(terms);
    SessionStatus status = current == null ? null : current.status();
    IrsaStatus.Builder builder =
        IrsaStatus.builder(state(status))
            .irsaPod(true)
            .source(terms.subject().source())
            .endpoint(terms.subject().endpoint())
            .roleArn(terms.subject().roleArn());
    if (status != null) {
      builder
          .expiration(status.expiration())
          .nextRefresh(status.nextRefreshAt())
          .lastRefresh(status.receivedAt())
          .lastFailure(failure(status))
          .clockOffset(status.clockOffset());
    }
    return builder.build();
  }

  @Override
  public ParentSession asParent() {
    return new ParentSession(terms);
  }

  private static IrsaStatus.@Nullable Failure failure(SessionStatus status) {
    CredentialsException failure = status.failure();
    return failure == null
        ? null
        : IrsaStatus.Failure.of(failure, status.failedAt(), status.attempts());
  }

  private IrsaStatus.State state(@Nullable SessionStatus status) {
    if (closed) {
      return IrsaStatus.State.CLOSED;
    }
    Freshness freshness = status == null ? null : status.freshness();
    return freshness == null ? IrsaStatus.State.EMPTY : IrsaStatus.State.valueOf(freshness.name());
  }

  private SessionCache session() {
    SessionCache current = session;
    return current != null ? current : take();
  }

  private SessionCache take() {
    StackRoom.require();
    lock.lock();
    try {
      if (closed) {
        throw new SessionClosedException();
      }
      SessionCache leased = session;
      if (leased == null) {
        lease = registry.lease(terms, owner, listener);
        leased = lease.cache();
        session = leased;
      }
      return leased;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    SessionRegistry.Lease openLease;
    StackRoom.require();
    lock.lock();
    try {
      closed = true;
      openLease = lease;
      lease = null;
      session = null;
    } finally {
      lock.unlock();
    }
    if (openLease != null) {
      openLease.close();
    }
  }

  /** Runs the adapter's calls. There is no token file to check. */
  private record Source(Duration longestLifetime, AdapterExchange exchange)
      implements CredentialExchange {
    @Override
    public Call call(Duration bound, Progress progress) {
      return new InterruptibleCall(exchange, bound, progress);
    }

    @Override
    public boolean hasNewInput() {
      return false;
    }

    @Override
    public @Nullable TokenClaims inputClaims() {
      return null;
    }
  }

  /** A call that is aborted by an interrupt of its thread. */
  private static final class InterruptibleCall implements CredentialExchange.Call {
    private final AdapterExchange exchange;
    private final Duration bound;
    private final CredentialExchange.Progress progress;
    private final InterruptibleRun run = new InterruptibleRun();

    InterruptibleCall(
        AdapterExchange exchange, Duration bound, CredentialExchange.Progress progress) {
      this.exchange = exchange;
      this.bound = bound;
      this.progress = progress;
    }

    @Override
    public ExchangeResult run() throws CredentialsException {
      AdapterExchange.Received received = run.run(() -> exchange.call(bound, progress::calling));
      return new ExchangeResult(
          received.credentials(), received.serverDate(), received.roundTrip());
    }

    @Override
    public void abort() {
      run.abort();
    }
  }
}
