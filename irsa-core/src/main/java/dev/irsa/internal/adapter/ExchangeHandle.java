package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.InterruptibleRun;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.LoggingListener;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.session.Subscriber;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A handle of a session whose exchange is implemented by an adapter. The session is refreshed
 * ahead, limited, shared and retained like that of the pod's own role. Thread-safe; closing it is
 * idempotent.
 */
public final class ExchangeHandle implements CredentialsHandle {

  /** The default deadline of a core handle. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  private final SessionHandle handle;

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
    Subject subject = Subject.ofRole(roleArn, endpoint);
    SessionRegistry.Terms terms =
        new SessionRegistry.Terms(
            key,
            subject,
            () -> new Source(longestLifetime, exchange),
            RefreshPolicy.standard(),
            NEVER_IDLE,
            null,
            new LoggingListener(
                subject, () -> "role " + roleArn + " at " + endpoint, List.of(), List.of()));
    this.handle =
        new SessionHandle(
            SessionRegistry.shared(),
            () -> terms,
            listener == null ? null : new Subscriber(listener, listener::onEvent),
            1,
            DEADLINE);
  }

  @Override
  public @Nullable IrsaCredentials core() {
    return null;
  }

  @Override
  public SessionCredentials credentials() {
    return handle.credentials();
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    return handle.credentialsAsync();
  }

  @Override
  public SessionCredentials credentialsLasting(Duration atLeast) {
    return handle.credentialsLasting(atLeast);
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsLastingAsync(Duration atLeast) {
    return handle.credentialsLastingAsync(atLeast);
  }

  @Override
  public boolean refresh() {
    return handle.refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    handle.invalidate(accessKeyId);
  }

  @Override
  public IrsaStatus status() {
    SessionStatus status = handle.status();
    Subject subject = handle.terms().subject();
    IrsaStatus.Builder builder =
        IrsaStatus.builder(state(status))
            .irsaPod(true)
            .source(subject.source())
            .endpoint(subject.endpoint())
            .roleArn(subject.roleArn());
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
    return new ParentSession(handle.terms());
  }

  private static IrsaStatus.@Nullable Failure failure(SessionStatus status) {
    CredentialsException failure = status.failure();
    return failure == null
        ? null
        : IrsaStatus.Failure.of(failure, status.failedAt(), status.attempts());
  }

  private static IrsaStatus.State state(@Nullable SessionStatus status) {
    Freshness freshness = status == null ? null : status.freshness();
    return freshness == null ? IrsaStatus.State.EMPTY : IrsaStatus.State.valueOf(freshness.name());
  }

  @Override
  public void close() {
    handle.close();
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
