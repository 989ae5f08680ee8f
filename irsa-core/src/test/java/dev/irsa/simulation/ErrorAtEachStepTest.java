package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.Session;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.VirtualSts.Reply;
import dev.irsa.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plays the life of a session again and again, each time with an error at another step: whenever
 * the engine decides or requests something, a clock is read, a number is drawn, a wake-up is
 * scheduled, a thread is needed, or foreign code is called. As after a moment without memory,
 * everything has to go on.
 */
public class ErrorAtEachStepTest {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final CallRequest REQUEST = CallRequest.within(DEADLINE);

  /** How long after its deadline a caller may wait if the error struck its own wait. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Makes steps of the beginnings of what the engine is told and what it requests. */
  private static final List<SourceChange> CHANGES =
      Stream.concat(
              Stream.of(
                      "public Waiter ask(CallRequest request, TimePoint now) {",
                      "public void tick(TimePoint now) {",
                      "public long granted(long attempt, TimePoint now) {",
                      "public void called(long attempt, TimePoint now) {",
                      "public void succeeded(long attempt, ExchangeResult issued, TimePoint now) {",
                      "public void failed( long attempt, CredentialsException failure,"
                          + " boolean hasNewInput, TimePoint now) {",
                      "public long nextWake(TimePoint now) {",
                      "public long quietFor(TimePoint now) {",
                      "public void park(TimePoint now) {")
                  .map(method -> step("internal/refresh/RefreshEngine", method)),
              Stream.of(
                      "public void requestAttempt(long attempt, boolean urgent) {",
                      "public void promote() {",
                      "public void abort(boolean timedOut) {",
                      "public void lookForNewInput() {",
                      "public void readClaims() {",
                      "public void complete(Waiter waiter, CallResult outcome) {",
                      "public void publish(IrsaEvent event) {")
                  .map(method -> step("internal/session/Session", method)))
          .toList();

  private static SourceChange step(String file, String method) {
    String where = method.substring(0, method.indexOf('('));
    return new SourceChange(
        file, method, method + "dev.irsa.simulation.ErrorAtEachStepTest.step(\"" + where + "\");");
  }

  /** The errors of the life that is played. */
  private static Errors latest = new Errors(0);

  /** Called by the changed classes. */
  public static void step(String where) {
    latest.step(where);
  }

  /** Counts the steps and throws at one of them. */
  private static final class Errors {
    private final int failAt;
    private int steps;
    private String struck = "nothing";
    private boolean armed;

    Errors(int failAt) {
      this.failAt = failAt;
    }

    void step(String where) {
      steps += armed ? 1 : 0;
      if (armed && steps == failAt) {
        struck = where;
        throw new OutOfMemoryError("at step " + steps + ", " + where);
      }
    }

    <T> T around(String where, Supplier<T> work) {
      step("before " + where);
      T result = work.get();
      step("after " + where);
      return result;
    }

    void around(String where, Runnable work) {
      var unused =
          around(
              where,
              () -> {
                work.run();
                return where;
              });
    }
  }

  private static final class Life {
    private final Errors errors;
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-24T12:00:00Z"));
    private final VirtualSts sts = new VirtualSts(time);
    private final Session session;
    private final List<Wait> waits = new ArrayList<>();
    private Supplier<Reply> reply = () -> sts.ok().after(Duration.ofMillis(200));

    private record Wait(CompletableFuture<?> future, long until) {}

    Life(Errors errors) {
      this.errors = errors;
      SessionConfig rules = Moments.config(RefreshPolicy.standard(), Duration.ofHours(12));
      RandomGenerator random =
          VirtualSession.always(
              () -> {
                errors.step("a number is drawn");
                return 0.5;
              });
      // The virtual STS has a timer of its own.
      ScheduledExecutorService timer =
          new ThreadlessTimer(time.scheduler()) {
            @Override
            protected void needThread() {
              errors.step("a wake-up is scheduled");
            }
          }.get();
      SharedExecutors executors = OpenExecutors.of(timer, this::execute);
      session =
          new Session(
              rules,
              new Exchange(),
              new Clocks(time.clock(), this::nanos),
              executors,
              new Bulkhead(this::nanos, executors),
              new EndpointRateLimiter(),
              OpenExecutors.events(executors, this::hear),
              random);
      sts.behave(() -> reply.get());
      sts.onStart = started -> assertEquals(List.of(started), flying(), "one exchange at a time");
    }

    private List<VirtualSts.Exchange> flying() {
      return sts.unended.stream().filter(VirtualSts.Exchange::isInFlight).toList();
    }

    private long nanos() {
      errors.step("a clock is read");
      return time.nanoTime().getAsLong();
    }

    private void execute(Runnable work) {
      if (sts.isPrepared()) {
        try {
          errors.step("a thread is needed for an exchange");
        } catch (OutOfMemoryError noThread) {
          sts.reject();
          throw noThread;
        }
        sts.execute(work);
      } else {
        errors.step("a thread is needed");
        work.run();
      }
    }

    private void hear(IrsaEvent event) {
      errors.step("a listener is called");
    }

    private final class Exchange implements CredentialExchange {
      @Override
      public Call call(Duration bound, Progress progress) {
        errors.step("a call is prepared");
        AtomicReference<@Nullable Error> early = new AtomicReference<>();
        Call call = sts.call(bound, () -> calling(progress, early));
        return new Call() {
          @Override
          public ExchangeResult run() {
            Error failure = early.get();
            if (failure != null) {
              throw failure;
            }
            return errors.around("the exchange", call::run);
          }

          @Override
          public void abort() {
            errors.around("an abort", call::abort);
          }
        };
      }

      /** Notes an error, since the virtual STS reports a call before the exchange runs. */
      private static void calling(Progress progress, AtomicReference<@Nullable Error> early) {
        try {
          progress.calling();
        } catch (OutOfMemoryError injected) {
          early.set(injected);
        }
      }

      @Override
      public boolean hasNewInput() {
        return errors.around("a check of the token", sts::hasNewInput);
      }

      @Override
      public @Nullable TokenClaims inputClaims() {
        errors.step("claims are read");
        return sts.inputClaims();
      }

      @Override
      public Duration longestLifetime() {
        return sts.longestLifetime();
      }
    }

    /** Takes a step that may end with the error, as a caller would see it. */
    private void attempt(Runnable step) {
      try {
        step.run();
      } catch (OutOfMemoryError injected) {
        assertTrue(injected.getMessage().contains("at step"), injected.toString());
      }
    }

    private void ask() {
      attempt(() -> await(session.future(REQUEST, () -> {})));
    }

    private void await(CompletableFuture<?> future) {
      waits.add(new Wait(future, sts.elapsed() + DEADLINE.plus(GRACE).toNanos()));
    }

    private void advance(Duration duration) {
      long end = sts.elapsed() + duration.toNanos();
      while (sts.elapsed() < end) {
        long slice = waits.isEmpty() ? Duration.ofMinutes(10).toNanos() : 500_000_000L;
        time.advance(Duration.ofNanos(Math.min(end - sts.elapsed(), slice)));
        waits.removeIf(wait -> wait.future.isDone());
        for (Wait wait : waits) {
          assertTrue(sts.elapsed() <= wait.until, "a caller waits after its deadline");
        }
      }
    }

    private @Nullable SessionCredentials served() {
      CompletableFuture<SessionCredentials> now = session.future(REQUEST, () -> {});
      return now.isDone() && !now.isCompletedExceptionally() ? now.join() : null;
    }

    void play() {
      latest = errors;
      errors.armed = true;
      attempt(() -> session.enter(null));
      ask();
      ask();
      advance(Duration.ofSeconds(10));
      reply = () -> Reply.failing(SimulatedFailures::outage).after(Duration.ofMillis(100));
      advance(Duration.ofMinutes(42));
      ask();
      reply = () -> sts.ok().after(Duration.ofMillis(200));
      advance(Duration.ofMinutes(10));
      attempt(() -> await(session.ask(REQUEST.refreshed()).result()));
      advance(Duration.ofSeconds(10));
      SessionCredentials held = session.credentialsIfQuiet(time.clock().millis());
      if (held != null) {
        attempt(() -> session.invalidate(held.accessKeyId()));
      }
      ask();
      advance(Duration.ofSeconds(40));
      attempt(() -> await(session.future(REQUEST.lasting(Duration.ofMinutes(59)), () -> {})));
      advance(Duration.ofSeconds(10));
      reply = () -> Reply.failing(SimulatedFailures::outage).after(Duration.ofMillis(100));
      advance(Duration.ofMinutes(59));
      reply = () -> Reply.failing(SimulatedFailures::expiredToken).after(Duration.ofMillis(100));
      advance(Duration.ofSeconds(80));
      ask();
      reply = Reply::hanging;
      sts.tokenVersion++;
      advance(Duration.ofSeconds(2));
      ask();
      advance(Duration.ofSeconds(40));
      reply = () -> sts.ok().after(Duration.ofMillis(200));
      ask();
      advance(Duration.ofSeconds(40));
      attempt(() -> session.exit(null));
      advance(Duration.ofMinutes(1));
    }

    void goesOn() throws Exception {
      errors.armed = false;
      session.enter(null);
      for (int seconds = 0; seconds < 120 && served() == null; seconds += 5) {
        advance(Duration.ofSeconds(5));
      }
      SessionCredentials first = served();
      assertNotNull(first, "no credentials");
      advance(Duration.ofMinutes(59));
      SessionCredentials later = served();
      assertNotNull(later, "no credentials an hour later");
      assertTrue(
          later.expiration().isAfter(first.expiration()), "they were not refreshed without a call");
      AnotherThread.runs(session::status);
    }
  }

  @Test
  void everythingGoesOnAfterAnErrorAtEverySeventhStep() throws IOException {
    everythingGoesOn(7);
  }

  @Test
  @Tag("deep")
  void everythingGoesOnAfterAnErrorAtAnyStep() throws IOException {
    everythingGoesOn(1);
  }

  private static void everythingGoesOn(int every) throws IOException {
    Object failed =
        new ChangedLibrary("errors", CHANGES)
            .call(ErrorAtEachStepTest.class, "failed", int.class, every);
    assertEquals(List.of(), failed);
  }

  /** Plays the life with an error at every so many steps, and returns what did not go on. */
  public static List<String> failed(int every) throws Exception {
    Errors none = new Errors(Integer.MAX_VALUE);
    Life unharmed = new Life(none);
    unharmed.play();
    int calls = unharmed.sts.exchanges.size();
    int steps = none.steps;
    unharmed.goesOn();
    assertTrue(steps > 1_000, () -> steps + " steps");

    List<String> failed = new ArrayList<>();
    for (int step = 1; step <= steps; step += every) {
      Errors errors = new Errors(step);
      try {
        Life life = new Life(errors);
        life.play();
        int made = life.sts.exchanges.size();
        assertTrue(made <= calls + 6, () -> made + " calls instead of " + calls);
        life.goesOn();
      } catch (OutOfMemoryError | AssertionError | RuntimeException broken) {
        failed.add(errors.failAt + " of " + steps + ", " + errors.struck + ": " + broken);
      }
    }
    return failed;
  }
}
