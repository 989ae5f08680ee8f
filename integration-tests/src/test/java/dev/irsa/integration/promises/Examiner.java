package dev.irsa.integration.promises;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Has threads of the application ask, and requires of what they get what was promised. */
final class Examiner {

  private static final int TIMES = 5;
  private static final int RATE = 20;

  /** How long something may take that has to happen. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What starts in the course of a second arrives in the course of half of one, or more. */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final LifecycleWorld world;
  private final Callers callers = new Callers();

  /** Makes one that has asked nobody. */
  Examiner(LifecycleWorld world) {
    this.world = world;
  }

  String ask(Tenant tenant, Callable<String> question) {
    requireNoWait(tenant);
    return ask(tenant.identity, List.of(question));
  }

  String ask(Identity identity, List<Callable<String>> questions) {
    return ask(identity, questions, identity.sessionArn);
  }

  /** Has them ask at once, and judges what they get. */
  String ask(Identity identity, List<Callable<String>> questions, String expectedArn) {
    Instant began = Instant.now();
    world.noteTroubles(identity);
    List<CallOutcome> outcomes = outcomes(identity, questions);
    requireNodeUntouched();
    List<CallOutcome> judged = outcomes.stream().filter(outcome -> !isOfOldSdk(outcome)).toList();
    identity.judge(judged, began, expectedArn);
    return outcomes.toString();
  }

  /** A machine that is busy may take longer than a caller's deadline, but not for ever. */
  private List<CallOutcome> outcomes(Identity identity, List<Callable<String>> questions) {
    List<CallOutcome> outcomes = List.of();
    for (int time = 0; time < TIMES; time++) {
      outcomes = callers.ask(questions, Identity.DEADLINE.plus(PATIENCE));
      if (!identity.owesCredentials() || outcomes.stream().noneMatch(CallOutcome::isTooLate)) {
        break;
      }
    }
    return outcomes;
  }

  /** An SDK that lacks what credentials are made of is a typed error, whoever asks. */
  private boolean isOfOldSdk(CallOutcome outcome) {
    return world.hasOldSdk() && outcome.kind().equals("MisconfiguredException");
  }

  String askInterrupted(Tenant tenant, Callable<String> question) {
    tenant.identity.asked("ExchangeUnavailableException");
    return ask(tenant.identity, List.of(question));
  }

  /** With valid credentials a future is there at once. */
  private void requireNoWait(Tenant tenant) {
    if (!tenant.identity.holds() || world.hasOldSdk()) {
      return;
    }
    bounded(
        "call without waiting",
        () -> {
          var asked = tenant.door.keyAsync();
          Promise.NOBODY_WAITS.require(
              asked == null || asked.isDone(), "a caller of " + tenant + " waits");
        });
  }

  /** Has the tenant refresh what it holds. */
  void refresh(Tenant tenant) {
    Instant began = Instant.now();
    tenant.identity.checkCalls();
    tenant.identity.refreshing();
    bounded("refresh", () -> tenant.identity.refreshed(tenant.door.refresh(), began));
  }

  void discardAll() {
    world.identities().forEach(Identity::checkCalls);
    bounded("discardAll", world.product().doors()::discardAll);
    world.identities().forEach(Identity::forgotten);
  }

  /** Does what may take a moment and must never hang. */
  void bounded(String what, Runnable work) {
    CallOutcome outcome = callers.ask(List.of(named(what, work)), PATIENCE.multipliedBy(2)).get(0);
    if (outcome.failure() instanceof Promise.Broken broken) {
      throw broken;
    }
    Promise.BOUNDED_TIME.require(!outcome.hangs(), what + " hangs");
    Promise.NOBODY_FAILS.require(outcome.succeeded(), what + " fails: " + outcome.failure());
  }

  /** Does what a broken product may fail or hang at, and interrupts what hangs. */
  void attempt(List<Runnable> work) {
    List<CallOutcome> unused =
        callers.ask(work.stream().map(each -> named("done", each)).toList(), PATIENCE);
    callers.interrupt();
  }

  private static Callable<String> named(String what, Runnable work) {
    return () -> {
      work.run();
      return what;
    };
  }

  void checkCalls() {
    world.identities().forEach(Identity::checkCalls);
    Rate.require(world.site().exchanges(), RATE, HALF_A_SECOND, "one endpoint");
    requireNodeUntouched();
  }

  private void requireNodeUntouched() {
    Promise.NO_OTHER_IDENTITY.require(
        world.site().node.calls() == 0, "the node was asked for its role");
  }

  void requireGone(SecretReferences secrets) {
    secrets.requireGone(PATIENCE);
  }

  void requireNothingRuns() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : world.product().threads()) {
      try {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    List<String> left = world.product().threads().stream().map(Thread::getName).toList();
    Promise.NOTHING_RUNS.require(left.isEmpty(), "after the last close runs " + left);
  }

  /** Returns what a step tells; has what is known of one that breaks a promise noted first. */
  String unlessBroken(Callable<String> step, Consumer<String> note) {
    try {
      return step.call();
    } catch (Promise.Broken broken) {
      note.accept("BROKEN");
      throw broken;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
