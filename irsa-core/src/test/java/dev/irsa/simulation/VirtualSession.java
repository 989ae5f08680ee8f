package dev.irsa.simulation;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.events.EventDispatcher;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.session.Session;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.VirtualSts.Probe;
import dev.irsa.simulation.VirtualSts.Reply;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
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
  public final Session cache;
  public final EndpointRateLimiter endpoint = new EndpointRateLimiter();
  private final Probe probe;
  private final EventDispatcher dispatcher;
  final Bulkhead bulkhead;
  private final Set<?> urgent;
  private final Set<?> refreshes;
  private final Deque<Reply> script = new ArrayDeque<>();
  private Supplier<Reply> always;
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
    cache.enter();
  }

  /** Creates a session without a user. */
  public VirtualSession(
      RefreshPolicy policy, RandomGenerator random, Duration longest, Probe probe) {
    this.probe = probe;
    sts = new VirtualSts(time, probe);
    sts.longest = longest;
    always = sts::ok;
    // The virtual STS has a timer of its own.
    SharedExecutors executors = OpenExecutors.of(probe.timer(time.scheduler()), this::execute);
    dispatcher = OpenExecutors.events(executors, this::hear);
    LongSupplier nanos = new WatchedNanos(probed(time.nanoTime()));
    InstantSource wall =
        () -> {
          probe.uses(WALL_CLOCK);
          return time.instant();
        };
    bulkhead = new Bulkhead(nanos, executors);
    urgent = (Set<?>) Internals.read(bulkhead, "urgent");
    refreshes = (Set<?>) Internals.read(bulkhead, "refreshes");
    cache =
        new Session(
            Moments.config(policy, longest),
            sts,
            new Clocks(wall.withZone(ZoneOffset.UTC), nanos),
            executors,
            bulkhead,
            endpoint,
            dispatcher,
            random);
    sts.behave(this::next);
  }

  private LongSupplier probed(LongSupplier nanos) {
    return () -> {
      probe.uses("a clock is read");
      return nanos.getAsLong();
    };
  }

  private void execute(Runnable work) {
    boolean isExchange = VirtualSts.calledBy(work) != null;
    probe.uses(isExchange ? "a thread is needed for an exchange" : "a thread is needed");
    if (isExchange) {
      sts.execute(work);
    } else {
      work.run();
    }
  }

  private void hear(IrsaEvent event) {
    probe.uses("a listener is called");
    events.add(event);
    probe.hears(event);
  }

  /** Returns whether an attempt has to wait before it calls STS. */
  public boolean isQueued() {
    return !(urgent.isEmpty() && refreshes.isEmpty());
  }

  /** Delivers events that a session, which is busy, would deliver a moment later. */
  public void deliverEvents() {
    dispatcher.run();
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

  static Reply throttled() {
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

  public static SessionCredentials answer(CompletableFuture<SessionCredentials> future) {
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
    return cache.future(CallRequest.within(deadline), () -> {});
  }

  /** Returns the credentials that are served without the engine, or null. */
  public @Nullable SessionCredentials quiet() {
    return cache.credentialsIfQuiet(time.clock().millis());
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
    Waiter waiter = cache.ask(CallRequest.within(Duration.ofSeconds(20)).refreshed());
    time.advance(Duration.ZERO);
    for (int steps = 0; !waiter.result().isDone() && steps < 600; steps++) {
      time.advance(Duration.ofMillis(100));
    }
    CallResult outcome = waiter.result().join();
    var unused = outcome.get();
    return outcome.renewed();
  }

  @Nullable CredentialsException failure() {
    return cache.status().failure();
  }

  /** Interrupts a caller that waits. */
  public CallResult leave(Waiter waiter) {
    Thread.currentThread().interrupt();
    try {
      return (CallResult) Internals.call(cache, "await", waiter);
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  /** Discards the credentials, as {@code discardAll()} does. */
  public void forget() {
    var unused = Internals.call(cache, "forget");
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
