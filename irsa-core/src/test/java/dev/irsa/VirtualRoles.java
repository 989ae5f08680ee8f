package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.VirtualSession;
import dev.irsa.simulation.VirtualSts;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many roles, and tokens of them, at one STS on virtual time. STS responds to each exchange after a
 * moment. A role that hangs never gets a response, and its worker is freed when the attempt is
 * aborted. Everything runs on one thread.
 */
final class VirtualRoles {

  private static final Duration MOMENT = Duration.ofMillis(50);

  /** An exchange that reached STS. */
  record Start(String role, long atNanos) {}

  final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-24T12:00:00Z"));
  final List<Start> starts = new ArrayList<>();
  final Set<String> hung = new HashSet<>();
  final Sessions sessions;

  private @Nullable Supplier<CredentialsException> failing;
  private final long origin = time.nanoTime().getAsLong();
  private final Map<String, VirtualSts> endpoints = new HashMap<>();

  VirtualRoles() {
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

  /** Makes STS fail, or work again if null, for all that have no behaviour of their own. */
  void fail(@Nullable Supplier<CredentialsException> failure) {
    failing = failure;
  }

  static CredentialsException outage() {
    return new ExchangeUnavailableException(
        FailureDetails.of("STS did not respond", "", null, null), Stage.RESPONSE, false);
  }

  /** Returns the nanoseconds since the start. */
  long elapsed() {
    return time.nanoTime().getAsLong() - origin;
  }

  /** Returns a handle that calls this STS. */
  IrsaCredentials handle(GivenSettings given) {
    return new IrsaCredentials(
        new SessionWiring(given, sessions, (session, clocks) -> endpoint(session.subject())));
  }

  /** Returns STS for a role, or for tokens of a role. */
  private VirtualSts endpoint(RoleAndIssuer subject) {
    String audiences = subject.audiences();
    return sts(audiences == null ? subject.role() : audiences);
  }

  /** Returns STS for a role, or for tokens for some audience. */
  VirtualSts sts(String name) {
    return endpoints.computeIfAbsent(name, this::endpoint);
  }

  private VirtualSts endpoint(String role) {
    VirtualSts sts = new VirtualSts(time).named(role.substring(role.lastIndexOf('/') + 1) + "-");
    sts.behave(
        () ->
            hung.contains(role)
                ? Reply.hanging()
                : failing != null ? Reply.failing(failing) : sts.ok().after(MOMENT));
    sts.onStart = unused -> starts.add(new Start(role, elapsed()));
    return sts;
  }

  /** Waits for the result of a call, and advances the time until there is one. */
  <T> T await(CompletableFuture<T> future) {
    time.advance(Duration.ZERO);
    while (!future.isDone()) {
      time.advance(Duration.ofMillis(10));
    }
    return VirtualSession.answer(future);
  }
}
