package dev.irsa.simulation;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.session.Session;
import dev.irsa.internal.session.SessionSpec;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.VirtualSts.Probe;
import dev.irsa.simulation.VirtualSts.Reply;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A session on virtual time with a scripted STS. Everything runs on one thread. */
public final class VirtualSession {

  /** A use of the world, see {@link Probe}. */
  public static final String WALL_CLOCK = "the wall clock is read";

  public final ManualTime time = ManualTime.startingAt(Moments.START);
  public final VirtualSts sts;
  final List<IrsaEvent> events = new ArrayList<>();
  public Session session;
  private final SessionSpec spec;
  public final Sessions sessions;
  private final Probe probe;
  private final Object exchanges;
  private final Deque<Reply> script = new ArrayDeque<>();
  private Supplier<Reply> always;
  private Supplier<Reply> atSpare;
  private Duration delay = Duration.ZERO;

  public VirtualSession(RefreshPolicy policy) {
    this(policy, new SplittableRandom(1));
  }

  /** Draws the same fraction of every range, for tables of exact times. */
  public VirtualSession(RefreshPolicy policy, double share) {
    this(policy, always(() -> share));
  }

  public VirtualSession(RefreshPolicy policy, RandomGenerator random) {
    this(policy, random, Duration.ofHours(12));
  }

  /** Requests sessions with this lifetime. */
  public VirtualSession(RefreshPolicy policy, RandomGenerator random, Duration longest) {
    this(policy, random, longest, Probe.NONE);
  }

  /** Creates a session with one user. */
  public VirtualSession(
      RefreshPolicy policy, RandomGenerator random, Duration longest, Probe probe) {
    this(policy, random, longest, probe, SimulatedFailures.SUBJECT);
  }

  /** Returns a session with a spare endpoint. */
  public static VirtualSession withSpare(
      RefreshPolicy policy, RandomGenerator random, Duration longest, Probe probe) {
    return new VirtualSession(policy, random, longest, probe, SimulatedFailures.WITH_SPARE);
  }

  private VirtualSession(
      RefreshPolicy policy,
      RandomGenerator random,
      Duration longest,
      Probe probe,
      RoleAndIssuer subject) {
    this.probe = probe;
    sts = new VirtualSts(time, probe);
    sts.longest = longest;
    always = sts::ok;
    atSpare = sts::ok;
    InstantSource wall =
        () -> {
          probe.uses(WALL_CLOCK);
          return time.instant();
        };
    // The virtual STS has a scheduler of its own.
    sessions =
        new Sessions(
            new Clocks(wall.withZone(ZoneOffset.UTC), time.nanoTime()),
            random,
            probe.loopThread(time.newScheduler()),
            Workers.of(this::execute));
    exchanges = Internals.read(Internals.read(sessions, "context"), "exchanges");
    spec = new KeyedSpec(subject, subject, () -> sts, policy, this::hear, null);
    session = sessions.take(spec);
    settle();
    sts.behave(this::next);
    sts.behaveAtSpare(() -> delayed(atSpare.get()));
  }

  private void execute(Runnable work) {
    boolean isExchange = VirtualSts.calledBy(work) != null;
    probe.uses(isExchange ? "a thread is needed for an exchange" : "a thread is needed");
    VirtualSts.perform(work);
  }

  private void hear(IrsaEvent event) {
    probe.uses("a listener is called");
    events.add(event);
    probe.hears(event);
  }

  /** Returns whether an attempt has to wait before it calls STS. */
  public boolean isQueued() {
    return !((Map<?, ?>) Internals.read(exchanges, "waiting")).isEmpty();
  }

  /** Returns the limits of endpoints. */
  public Collection<?> limits() {
    return ((Map<?, ?>) Internals.read(exchanges, "endpoints")).values();
  }

  /** Adds a user. A session that was removed is replaced by another one. */
  public void enter() {
    session = sessions.take(spec);
    settle();
  }

  /** Lets the loop take the steps that are posted. */
  public void settle() {
    time.advance(Duration.ZERO);
  }

  /** Returns a generator whose doubles are all the same. */
  public static RandomGenerator always(DoubleSupplier share) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble() {
        return share.getAsDouble();
      }
    };
  }

  private Reply next() {
    Reply reply = script.isEmpty() ? always.get() : script.removeFirst();
    return delayed(reply);
  }

  private Reply delayed(Reply reply) {
    return reply.delay().isZero() ? reply.after(delay) : reply;
  }

  public VirtualSession then(Reply... replies) {
    script.addAll(List.of(replies));
    return this;
  }

  public VirtualSession always(Reply reply) {
    always = () -> reply;
    return this;
  }

  /** Sets how the spare endpoint responds. */
  public VirtualSession alwaysAtSpare(Reply reply) {
    atSpare = () -> reply;
    return this;
  }

  public VirtualSession alwaysOk() {
    always = sts::ok;
    return this;
  }

  public VirtualSession lifetime(Duration each) {
    sts.lifetime = each;
    return this;
  }

  public VirtualSession delay(Duration each) {
    delay = each;
    return this;
  }

  public static Reply err() {
    return Reply.failing(SimulatedFailures::outage);
  }

  public static Reply throttled() {
    return Reply.failing(SimulatedFailures::throttling);
  }

  public static Reply denied() {
    return Reply.failing(SimulatedFailures::denied);
  }

  static Reply stale() {
    return Reply.of(sts -> sts.issue(Duration.ofSeconds(-5), sts.serverNow(), Duration.ZERO));
  }

  public int calls() {
    return sts.exchanges.size();
  }

  /**
   * Makes a call with a deadline of 20 s and advances the time until there is a result. Returns the
   * key.
   */
  public String key() {
    return get().accessKeyId();
  }

  public SessionCredentials get() {
    return await(ask());
  }

  /** Advances the time until there is a result. */
  public SessionCredentials await(CompletableFuture<SessionCredentials> future) {
    time.advance(Duration.ZERO);
    for (int steps = 0; !future.isDone() && steps < 600; steps++) {
      time.advance(Duration.ofMillis(100));
    }
    return answer(future);
  }

  public static <T> T answer(CompletableFuture<T> future) {
    if (!future.isDone()) {
      throw new AssertionError("the caller had to wait");
    }
    try {
      return future.join();
    } catch (CompletionException failed) {
      throw (RuntimeException) failed.getCause();
    }
  }

  public CompletableFuture<SessionCredentials> ask() {
    return ask(Duration.ofSeconds(20));
  }

  public CompletableFuture<SessionCredentials> ask(Duration deadline) {
    CompletableFuture<SessionCredentials> future = new CompletableFuture<>();
    var unused =
        call(CallerRequest.within(deadline)).thenAccept(result -> result.completes(future));
    return future;
  }

  /** Calls as a handle does. */
  public CompletableFuture<CallerResult> call(CallerRequest request) {
    CompletableFuture<CallerResult> answer = new CompletableFuture<>();
    SessionCredentials served = request.acceptsAny() ? session.servedAt(millis()) : null;
    if (served != null) {
      answer.complete(CallerResult.serve(served));
    } else {
      session.ask(request, answer);
    }
    settle();
    return answer;
  }

  private long millis() {
    return time.clock().millis();
  }

  /** Returns the credentials that are served without the loop, or null. */
  public @Nullable SessionCredentials quiet() {
    return session.quietAt(millis());
  }

  /** Returns the key that a caller gets without waiting. */
  public String keyAtOnce() {
    return answer(ask()).accessKeyId();
  }

  /** Returns the failure that a caller gets without waiting. */
  CredentialsException failureAtOnce() {
    CompletableFuture<SessionCredentials> future = ask();
    try {
      throw new AssertionError("served " + answer(future).accessKeyId());
    } catch (CredentialsException expected) {
      return expected;
    }
  }

  /**
   * Refreshes and advances the time until there is a result. Returns whether there are new
   * credentials.
   */
  boolean refresh() {
    CompletableFuture<CallerResult> answer =
        call(CallerRequest.within(Duration.ofSeconds(20)).refreshed());
    for (int steps = 0; !answer.isDone() && steps < 600; steps++) {
      time.advance(Duration.ofMillis(100));
    }
    CallerResult outcome = answer.join();
    var unused = outcome.get();
    return outcome.renewed();
  }

  @Nullable CredentialsException failure() {
    return session.status().failure();
  }

  /** Returns the state of the credentials as {@code status()} does. */
  public @Nullable Freshness freshness() {
    Freshness now = session.freshnessAt(millis());
    settle();
    return now;
  }

  /** Interrupts a caller that waits. */
  public CallerResult leave(CallerRequest request, CompletableFuture<CallerResult> answer) {
    session.leave(request, answer);
    settle();
    return answer.join();
  }

  /** Reports that a service rejected credentials. */
  public void invalidate(String accessKeyId) {
    session.invalidate(accessKeyId);
    settle();
  }

  /** Discards the credentials, as {@code discardAll()} does. */
  public void forget() {
    session.forget();
    settle();
  }

  public void advance(Duration duration) {
    time.advance(duration);
  }

  public void seconds(long seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  public <T extends IrsaEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
