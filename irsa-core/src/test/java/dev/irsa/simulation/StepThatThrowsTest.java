package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.session.Session;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Plays the life of a session again and again, and each time something else that it uses throws: a
 * clock, a number that is drawn, a wake-up, a thread, or foreign code. Callers get a result within
 * their deadline, and everything goes on.
 */
class StepThatThrowsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final CallRequest REQUEST = CallRequest.within(DEADLINE);

  /** How long after its deadline a caller may wait if the error struck its own wait. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Counts the steps of a session, and throws at one of them. */
  private static class Life implements VirtualSts.Probe {
    private final int failAt;
    private int steps;
    private String struck = "nothing";
    private boolean armed;

    final VirtualSession world =
        new VirtualSession(
            RefreshPolicy.standard(),
            VirtualSession.always(this::half),
            Duration.ofHours(12),
            this);
    private final VirtualSts sts = world.sts;
    private final Session session = world.cache;
    private final List<Wait> waits = new ArrayList<>();
    private Supplier<Reply> reply = () -> sts.ok().after(Duration.ofMillis(200));

    private record Wait(CompletableFuture<?> future, long until) {}

    Life(int failAt) {
      this.failAt = failAt;
      sts.behave(() -> reply.get());
      sts.onStart = started -> assertEquals(List.of(started), flying(), "one exchange at a time");
    }

    @Override
    public void uses(String what) {
      steps += armed ? 1 : 0;
      if (armed && steps == failAt) {
        struck = what;
        throw new OutOfMemoryError("at step " + steps + ", " + what);
      }
    }

    private double half() {
      uses("a number is drawn");
      return 0.5;
    }

    @Override
    public ScheduledExecutorService timer(ScheduledExecutorService timer) {
      return new ThreadlessTimer(timer) {
        @Override
        protected void needThread() {
          uses("a wake-up is scheduled");
        }
      }.get();
    }

    private List<VirtualSts.Exchange> flying() {
      return sts.unended.stream().filter(VirtualSts.Exchange::isInFlight).toList();
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
      var unused = future.whenComplete((result, failure) -> uses("a dependent runs"));
      waits.add(new Wait(future, sts.elapsed() + DEADLINE.plus(GRACE).toNanos()));
    }

    private void advance(Duration duration) {
      long end = sts.elapsed() + duration.toNanos();
      while (sts.elapsed() < end) {
        long slice = waits.isEmpty() ? Duration.ofMinutes(10).toNanos() : 500_000_000L;
        world.advance(Duration.ofNanos(Math.min(end - sts.elapsed(), slice)));
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
      armed = true;
      attempt(() -> session.enter());
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
      SessionCredentials held = world.quiet();
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
      attempt(() -> session.exit());
      advance(Duration.ofMinutes(1));
    }

    void goesOn() throws Exception {
      armed = false;
      session.enter();
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
      // Not on this thread, which could take a lock that it has left held.
      CompletableFuture.runAsync(session::status).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void noForeignCodeIsCalledUnderALock() {
    Set<String> foreign = new TreeSet<>();
    Set<String> underALock = new TreeSet<>();
    Life life =
        new Life(Integer.MAX_VALUE) {
          @Override
          public void uses(String what) {
            if (what.matches(".*(clock|number|wake-up) is .*")) {
              return;
            }
            foreign.add(what);
            if (HeldLock.of(world.cache) || HeldLock.of(world.bulkhead)) {
              underALock.add(what);
            }
          }
        };
    life.play();

    assertEquals(Set.of(), underALock);
    assertEquals(
        "[a dependent runs, a listener is called, a thread is needed, "
            + "a thread is needed for an exchange, an exchange has a result, an exchange is aborted, "
            + "an exchange is started, an exchange runs, an exchange was aborted, claims are read, "
            + "the token is checked, the token was checked]",
        foreign.toString());
  }

  @Test
  void everythingGoesOnAfterAnErrorAtAnyStep() throws Exception {
    Life unharmed = new Life(Integer.MAX_VALUE);
    unharmed.play();
    int calls = unharmed.sts.exchanges.size();
    int steps = unharmed.steps;
    unharmed.goesOn();
    assertTrue(steps > 400, () -> steps + " steps");

    List<String> failed = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      Life life = new Life(step);
      try {
        life.play();
        int made = life.sts.exchanges.size();
        assertTrue(made <= calls + 6, () -> made + " calls instead of " + calls);
        life.goesOn();
      } catch (OutOfMemoryError | AssertionError | RuntimeException broken) {
        failed.add(life.failAt + " of " + steps + ", " + life.struck + ": " + broken);
      }
    }
    assertEquals(List.of(), failed);
  }
}
