package dev.irsa.simulation;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * STS, the network and the token file on virtual time. An exchange ends after the delay of its
 * reply, or a moment after it is aborted. Everything runs on the thread that advances the time.
 */
public final class VirtualSts implements dev.irsa.internal.exchange.Exchange {

  /** The time from closing a connection to the end of its reader. */
  private static final long FREED_AFTER = Duration.ofMillis(3).toNanos();

  /** How long before their expiration the agent of EKS Pod Identity replaces credentials. */
  static final Duration AGENT_RESERVE = Duration.ofSeconds(15);

  /** How long it keeps them at most. */
  private static final Duration AGENT_RENEWAL = Duration.ofHours(3);

  /** A use of the world, see {@link Probe}. */
  public static final String CALL = "an exchange is started";

  static final Duration FOREVER = Duration.ofDays(3);

  /**
   * The reply to an exchange.
   *
   * @param delay the time from its start to its end
   * @param answer returns the result at the end, or throws
   */
  public record Reply(Duration delay, Function<VirtualSts, ExchangeResult> answer) {

    public static Reply of(Function<VirtualSts, ExchangeResult> answer) {
      return new Reply(Duration.ZERO, answer);
    }

    public static Reply failing(Supplier<CredentialsException> failure) {
      return of(
          sts -> {
            throw failure.get();
          });
    }

    public static Reply hanging() {
      return failing(SimulatedFailures::outage).after(FOREVER);
    }

    boolean isHanging() {
      return delay.equals(FOREVER);
    }

    public Reply after(Duration other) {
      return new Reply(other, answer);
    }
  }

  /** An exchange that was made. */
  public final class Exchange implements RunningExchange.Step {
    final long startedNanos = elapsed();
    public final Duration bound;
    private Reply reply;
    public long endedNanos = Long.MAX_VALUE;
    public boolean aborted;

    public final boolean isAtSpare;
    private final Runnable worker;
    private final RunningExchange call;
    private @Nullable ScheduledFuture<?> end;

    private Exchange(Runnable worker) {
      this.worker = worker;
      this.call = (RunningExchange) Internals.read(worker, "call");
      this.bound = call.remaining();
      this.isAtSpare = call.isAtSpare();
      this.reply = (isAtSpare ? spare : behaviour).get();
    }

    private ExchangeResult run() {
      probe.uses("an exchange runs");
      if (aborted) {
        throw SimulatedFailures.outage();
      }
      ExchangeResult result = reply.answer.apply(VirtualSts.this);
      probe.uses("an exchange has a result");
      return result;
    }

    @Override
    public void abort() {
      probe.uses("an exchange is aborted");
      boolean ends = isInFlight();
      aborted = true;
      if (ends && !probe.keeps(this)) {
        ScheduledFuture<?> planned = end;
        if (planned != null) {
          planned.cancel(false);
        }
        planEnd(FREED_AFTER);
      }
      probe.uses("an exchange was aborted");
    }

    /** Lets its worker begin. */
    public void begin() {
      Internals.write(worker, "hasBegun", true);
      if (!reply.isHanging()) {
        planEnd(reply.delay.toNanos());
      }
    }

    private void planEnd(long delay) {
      end = time.scheduler().schedule(this::finish, delay, TimeUnit.NANOSECONDS);
    }

    /** Ends a hanging exchange with another reply. */
    public void end(Reply instead) {
      reply = instead;
      finish();
    }

    /** Lets an aborted exchange return credentials all the same. */
    public void endLate(Reply instead) {
      // Its worker runs only now, and would see at its start what a real one sees at its end.
      Internals.write(call, "aborted", new CountDownLatch(1));
      aborted = false;
      end(instead);
    }

    private void finish() {
      if (endedNanos != Long.MAX_VALUE) {
        return;
      }
      endedNanos = elapsed();
      unended.remove(this);
      worker.run();
    }

    /** Returns whether the exchange is in progress: started, not ended and not aborted. */
    boolean isInFlight() {
      return endedNanos == Long.MAX_VALUE && !aborted;
    }
  }

  /** Sees what a session uses of the world, or makes it fail. */
  public interface Probe {
    Probe NONE = what -> {};

    /** Called before and after each use. */
    void uses(String what);

    /** An event reaches the listener. */
    default void hears(IrsaEvent event) {}

    /** Returns the thread of the loop. */
    default ScheduledExecutorService loopThread(ScheduledExecutorService thread) {
      return thread;
    }

    /** Returns whether an exchange that was just aborted hangs on, until it is ended. */
    default boolean keeps(Exchange aborted) {
      return false;
    }
  }

  final ManualTime time;
  public final List<Exchange> exchanges = new ArrayList<>();

  /** The exchanges whose worker has not returned. */
  public final List<Exchange> unended = new ArrayList<>();

  private final long originNanos;
  private Supplier<Reply> behaviour = () -> ok();
  private Supplier<Reply> spare = () -> ok();
  private final Probe probe;
  private final LongSupplier nanos;
  public Consumer<Exchange> onStart = unused -> {};
  Consumer<SessionCredentials> onIssue = unused -> {};
  private String prefix = "ASIA";
  public Duration lifetime = Duration.ofHours(1);
  public Duration longest = Duration.ofHours(12);

  /** The offset to add to the local wall clock to get the time of STS. */
  public Duration offset = Duration.ZERO;

  private final Map<String, SessionCredentials> all = new HashMap<>();
  public int issued;
  private Instant lastIssuedAt = Instant.MIN;
  public int tokenVersion = 1;
  private int tokenRead;
  @Nullable TokenClaims claims;

  /** Whether the token is supplied: then its claims are known once after each exchange. */
  boolean supplied;

  /** The client of the application that makes the exchanges, or null. */
  public @Nullable Object client;

  private int claimsOf;
  public int looks;

  public VirtualSts(ManualTime time) {
    this(time, Probe.NONE);
  }

  public VirtualSts(ManualTime time, Probe probe) {
    this.time = time;
    this.probe = probe;
    this.nanos = time.nanoTime();
    this.originNanos = nanos.getAsLong();
  }

  /** Returns the monotonic nanoseconds since the start. */
  public long elapsed() {
    return nanos.getAsLong() - originNanos;
  }

  /** Sets how the keys of its credentials begin. */
  public VirtualSts named(String keyPrefix) {
    prefix = keyPrefix;
    return this;
  }

  public void behave(Supplier<Reply> next) {
    behaviour = next;
  }

  /** Sets how the spare endpoint responds, which issues credentials otherwise. */
  public void behaveAtSpare(Supplier<Reply> next) {
    spare = next;
  }

  /** Returns the STS that a task of a worker calls, or null if the task is no exchange. */
  public static @Nullable VirtualSts calledBy(Runnable task) {
    return task.getClass().getName().endsWith(".QueuedExchange")
        ? (VirtualSts)
            Internals.read(Internals.read(Internals.read(task, "refresh"), "session"), "exchange")
        : null;
  }

  /** Runs a task of a worker: an exchange as its STS replies, and anything else at once. */
  public static void perform(Runnable work) {
    VirtualSts called = calledBy(work);
    if (called == null) {
      work.run();
    } else {
      called.execute(work);
    }
  }

  /** Runs a task of a worker that calls this, like an executor that never rejects. */
  public void execute(Runnable work) {
    start(work).begin();
  }

  /** Starts an exchange that does not end by itself. */
  public Exchange start(Runnable work) {
    probe.uses(CALL);
    Exchange exchange = new Exchange(work);
    exchange.call.begin(exchange);
    exchanges.add(exchange);
    unended.add(exchange);
    tokenRead = tokenVersion;
    onStart.accept(exchange);
    return exchange;
  }

  @Override
  public ExchangeResult run(RunningExchange call) {
    for (int last = exchanges.size() - 1; last >= 0; last--) {
      if (exchanges.get(last).call == call) {
        return exchanges.get(last).run();
      }
    }
    throw new IllegalStateException("it was not started");
  }

  @Override
  public boolean hasNewInput() {
    looks++;
    probe.uses("the token is checked");
    boolean isNew = tokenRead != tokenVersion;
    probe.uses("the token was checked");
    return isNew;
  }

  @Override
  public @Nullable TokenClaims inputClaims() {
    probe.uses("claims are read");
    boolean isKnown = !supplied || claimsOf != exchanges.size();
    claimsOf = exchanges.size();
    return isKnown ? claims : null;
  }

  @Override
  public @Nullable Object client() {
    return client;
  }

  @Override
  public Duration longestLifetime() {
    return longest;
  }

  public Instant serverNow() {
    return time.instant().plus(offset);
  }

  public Reply ok() {
    return Reply.of(sts -> sts.issue(sts.lifetime, sts.serverNow(), Duration.ZERO));
  }

  /** Issues credentials with the given remaining lifetime and the date that STS sends. */
  ExchangeResult issue(Duration life, @Nullable Instant date, Duration roundTrip) {
    String key = prefix + ++issued;
    SessionCredentials credentials =
        SessionCredentials.of(key, "secret-" + key, "token-" + key, serverNow().plus(life))
            .withAccountId("123456789012");
    all.put(key, credentials);
    onIssue.accept(credentials);
    return new ExchangeResult(credentials, date, roundTrip);
  }

  /**
   * Returns the credentials that were issued last, as the agent of EKS Pod Identity does: it renews
   * them after three hours, and no longer returns them 15 s before they expire.
   */
  ExchangeResult cached(@Nullable Instant date) {
    SessionCredentials last = issued == 0 ? null : issuedCredentials(prefix + issued);
    boolean isCached =
        last != null
            && last.expiration().isAfter(serverNow().plus(AGENT_RESERVE))
            && serverNow().minus(AGENT_RENEWAL).isBefore(lastIssuedAt);
    if (last != null && isCached) {
      return new ExchangeResult(last, date, Duration.ZERO);
    }
    lastIssuedAt = serverNow();
    return issue(lifetime, date, Duration.ZERO);
  }

  /** Empties the cache, as a restart of the agent does. */
  void restart() {
    lastIssuedAt = Instant.MIN;
  }

  public SessionCredentials issuedCredentials(String key) {
    SessionCredentials found = all.get(key);
    if (found == null) {
      throw new AssertionError("never issued: " + key);
    }
    return found;
  }
}
