package dev.irsa.simulation;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.time.Clocks;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many roles at one STS on virtual time. STS responds to each exchange after a moment. A role that
 * hangs never gets a response, and its worker is freed when the attempt is aborted. Everything runs
 * on one thread.
 */
public final class VirtualFleet {

  public static final Duration LIFETIME = Duration.ofHours(1);

  /** An exchange that reached STS. */
  public record Start(String role, long atNanos) {}

  public final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-24T12:00:00Z"));
  public final List<Start> starts = new ArrayList<>();
  public final Set<String> hung = new HashSet<>();
  public final SessionRegistry registry;
  public Duration answersAfter = Duration.ofMillis(50);

  /** Runs when the first session is about to start, under the registry's lock. */
  public Runnable onFirstStart = () -> {};

  private final long origin = time.nanoTime().getAsLong();
  private final Map<String, Integer> issued = new HashMap<>();
  private @Nullable Exchange prepared;
  private long seed;

  public VirtualFleet() {
    registry =
        new SessionRegistry(
            new Clocks(time.clock(), time.nanoTime()),
            () -> new SplittableRandom(++seed),
            new SharedExecutors(this::timer, this::execute));
  }

  private ScheduledExecutorService timer() {
    onFirstStart.run();
    return time.newScheduler();
  }

  /** Runs an exchange that was just prepared, or another short task. */
  private void execute(Runnable work) {
    Exchange exchange = prepared;
    prepared = null;
    if (exchange == null) {
      time.scheduler().execute(work);
    } else {
      exchange.begin(work);
    }
  }

  /** Returns the nanoseconds since the start. */
  public long elapsed() {
    return time.nanoTime().getAsLong() - origin;
  }

  /** Returns the exchange of a role. */
  public CredentialExchange source(String role) {
    return new Source(role);
  }

  /** Returns the terms of a role's own session. */
  SessionRegistry.Terms terms(String role) {
    return new SessionRegistry.Terms(
        role,
        Subject.ofRole(role, SimulatedFailures.ENDPOINT),
        () -> source(role),
        RefreshPolicy.standard(),
        Duration.ofDays(365),
        null,
        () -> unused -> {});
  }

  /** Waits for the result of a call, and advances the time until there is one. */
  public SessionCredentials await(CompletableFuture<SessionCredentials> future) {
    time.advance(Duration.ZERO);
    while (!future.isDone()) {
      time.advance(Duration.ofMillis(10));
    }
    return VirtualSession.answer(future);
  }

  private final class Source extends UnchangingSource {
    private final String role;

    Source(String role) {
      super(Duration.ofHours(12));
      this.role = role;
    }

    @Override
    public Call call(Duration bound, Progress progress) {
      Exchange exchange = new Exchange(role, progress::calling);
      prepared = exchange;
      starts.add(new Start(role, elapsed()));
      return exchange;
    }
  }

  private final class Exchange implements CredentialExchange.Call {
    private final String role;
    private final Runnable calling;
    private @Nullable Runnable worker;

    Exchange(String role, Runnable calling) {
      this.role = role;
      this.calling = calling;
    }

    void begin(Runnable work) {
      worker = work;
      calling.run();
      if (!hung.contains(role)) {
        var unused =
            time.scheduler().schedule(this::end, answersAfter.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    private void end() {
      Runnable work = worker;
      worker = null;
      if (work != null) {
        work.run();
      }
    }

    @Override
    public ExchangeResult run() {
      if (hung.contains(role)) {
        throw SimulatedFailures.outage();
      }
      String key = "ASIA" + issued.merge(role, 1, Integer::sum);
      return new ExchangeResult(
          SessionCredentials.of(key, "secret", role, time.instant().plus(LIFETIME))
              .withAccountId("123456789012"),
          time.instant(),
          Duration.ZERO);
    }

    @Override
    public void abort() {
      var unused = time.scheduler().schedule(this::end, 1, TimeUnit.MILLISECONDS);
    }
  }
}
