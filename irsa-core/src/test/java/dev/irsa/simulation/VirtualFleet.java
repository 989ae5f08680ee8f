package dev.irsa.simulation;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.VirtualSts.Reply;
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
  public boolean isThrottled;
  public final Sessions sessions;

  private final long origin = time.nanoTime().getAsLong();
  private final Map<String, VirtualSts> endpoints = new HashMap<>();

  public VirtualFleet() {
    sessions =
        new Sessions(
            new Clocks(time.clock(), time.nanoTime()),
            new SplittableRandom(1),
            time.newScheduler(),
            Workers.of(this::execute));
  }

  /** Runs an exchange, or another short task. */
  private void execute(Runnable work) {
    VirtualSts called = VirtualSts.calledBy(work);
    if (called == null) {
      time.scheduler().execute(work);
    } else {
      called.execute(work);
    }
  }

  /** Returns the nanoseconds since the start. */
  public long elapsed() {
    return time.nanoTime().getAsLong() - origin;
  }

  /** Returns the exchange of a role. */
  public Exchange source(String role) {
    return endpoints.computeIfAbsent(role, this::endpoint);
  }

  private VirtualSts endpoint(String role) {
    VirtualSts sts = new VirtualSts(time);
    sts.behave(
        () ->
            hung.contains(role)
                ? Reply.hanging()
                : Reply.of(unused -> issue(sts, role)).after(Duration.ofMillis(50)));
    sts.onStart = unused -> starts.add(new Start(role, elapsed()));
    return sts;
  }

  private ExchangeResult issue(VirtualSts sts, String role) {
    SessionCredentials credentials =
        SessionCredentials.of("ASIA" + ++sts.issued, "secret", role, time.instant().plus(LIFETIME))
            .withAccountId("123456789012");
    if (isThrottled) {
      throw SimulatedFailures.throttling();
    }
    return new ExchangeResult(credentials, time.instant(), Duration.ZERO);
  }

  /** Waits for the result of a call, and advances the time until there is one. */
  public SessionCredentials await(CompletableFuture<SessionCredentials> future) {
    time.advance(Duration.ZERO);
    while (!future.isDone()) {
      time.advance(Duration.ofMillis(10));
    }
    return VirtualSession.answer(future);
  }
}
