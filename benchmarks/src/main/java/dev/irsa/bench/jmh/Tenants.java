package dev.irsa.bench.jmh;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.KeyedSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * New tenants of a handle that keeps the sessions of 10,000 others, each of which replaces one of
 * them. Their exchanges take no time, and so many share an endpoint as it allows calls in a second.
 * What is left is the loop.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class Tenants {

  private static final int KEPT = 10_000;
  private static final int NEW = 1_000;
  private static final int OF_AN_ENDPOINT = 20;
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final CountingLoop loop = new CountingLoop();
  private final Sessions sessions =
      new Sessions(Clocks.system(), new Random(), loop, Workers.system());
  private final SessionHandle<KeyedSpec> handle = handle(0);
  private final List<CompletableFuture<SessionCredentials>> asked = new ArrayList<>();
  private int last;

  /** The thread of the loop, which counts its steps. */
  private static final class CountingLoop extends ScheduledThreadPoolExecutor {
    private final AtomicLong steps = new AtomicLong();

    CountingLoop() {
      super(1);
      setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void afterExecute(Runnable step, Throwable failure) {
      steps.incrementAndGet();
    }
  }

  /** How many steps the loop takes. JMH shows the time of each. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Counters {
    public long steps;
  }

  /** Issues credentials at once. */
  private record AtOnce(int number) implements Exchange {
    @Override
    public ExchangeResult run(RunningExchange call) {
      Instant end = Instant.now().plus(Duration.ofHours(1));
      return new ExchangeResult(
          SessionCredentials.of("ASIA" + number, "secret", "token", end), null, Duration.ZERO);
    }

    @Override
    public Duration longestLifetime() {
      return Duration.ofHours(12);
    }
  }

  private static KeyedSpec described(int number) {
    URI endpoint = URI.create("https://sts-" + number / OF_AN_ENDPOINT + ".example.test/");
    String role = "arn:aws:iam::111122223333:role/tenant-" + number;
    return new KeyedSpec(number, RoleAndIssuer.ofRole(role, endpoint), () -> new AtOnce(number));
  }

  private SessionHandle<KeyedSpec> handle(int number) {
    return new SessionHandle<>(sessions, () -> described(number), List.of(), KEPT, DEADLINE);
  }

  /** Keeps as many sessions as there may be, and retains as many that rest. */
  @Setup
  public void keep() {
    while (last < 2 * KEPT) {
      ask();
      await();
    }
  }

  private void ask() {
    for (int each = 0; each < NEW; each++) {
      int tenant = ++last;
      asked.add(handle.view(tenant, false, pod -> described(tenant)).credentialsAsync());
    }
  }

  /** Waits for all that have asked. */
  @TearDown(Level.Invocation)
  public void await() {
    asked.forEach(CompletableFuture::join);
    asked.clear();
  }

  /** Serves a thousand new tenants. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public void tenants(Counters counters) {
    long before = loop.steps.get();
    ask();
    await();
    counters.steps += loop.steps.get() - before;
  }

  /** Serves another role that asks for its first credentials after a thousand new tenants. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Object another() {
    ask();
    return first();
  }

  /** Serves another role alone. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Object alone() {
    return first();
  }

  private Object first() {
    last += OF_AN_ENDPOINT;
    try (SessionHandle<KeyedSpec> other = handle(last)) {
      return other.credentials();
    }
  }

  @TearDown
  public void end() {
    handle.close();
    loop.shutdownNow();
  }
}
