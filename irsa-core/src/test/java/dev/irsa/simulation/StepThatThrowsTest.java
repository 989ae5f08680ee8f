package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Plays the life of a session again and again, and each time something else that it uses throws: a
 * number that is drawn, a planned step, a thread, or foreign code. Callers get a result within
 * their deadline, and everything goes on.
 */
class StepThatThrowsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final CallerRequest REQUEST = CallerRequest.within(DEADLINE);

  /** A lost step is found by the sweep of each minute. */
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** Counts the uses of the world, and throws at one of them. */
  private static final class Life implements VirtualSts.Probe {
    private final int failAt;
    private final Set<String> used = new TreeSet<>();
    private int uses;
    private String struck = "nothing";
    private boolean armed;

    final VirtualSession world =
        new VirtualSession(
            RefreshPolicy.standard(),
            VirtualSession.always(this::half),
            Duration.ofHours(12),
            this);
    private final VirtualSts sts = world.sts;
    private final List<Wait> waits = new ArrayList<>();
    private Supplier<Reply> reply = () -> sts.ok().after(Duration.ofMillis(200));

    private record Wait(CompletableFuture<CallerResult> answer, long until) {}

    Life(int failAt) {
      this.failAt = failAt;
      sts.behave(() -> reply.get());
    }

    @Override
    public void uses(String what) {
      if (!armed || what.equals(VirtualSession.WALL_CLOCK)) {
        // The clocks are those of the JDK, and callers read them as well.
        return;
      }
      uses++;
      used.add(what);
      if (uses == failAt) {
        struck = what;
        throw new LinkageError("at use " + uses + ", " + what);
      }
    }

    private double half() {
      uses("a number is drawn");
      return 0.5;
    }

    @Override
    public ScheduledExecutorService loopThread(ScheduledExecutorService thread) {
      return new LoopThread(thread, () -> uses("a step is planned"));
    }

    /** Takes a step of the world outside, which may meet the error itself. */
    private void attempt(Runnable step) {
      try {
        step.run();
      } catch (LinkageError injected) {
        assertTrue(injected.getMessage().contains("at use"), injected.toString());
      }
    }

    private void ask(CallerRequest request) {
      attempt(
          () ->
              waits.add(
                  new Wait(world.call(request), sts.elapsed() + DEADLINE.plus(SWEEP).toNanos())));
    }

    private void advance(Duration duration) {
      long end = sts.elapsed() + duration.toNanos();
      while (sts.elapsed() < end) {
        long slice = waits.isEmpty() ? Duration.ofMinutes(10).toNanos() : 500_000_000L;
        long step = Math.min(end - sts.elapsed(), slice);
        attempt(() -> world.advance(Duration.ofNanos(step)));
        waits.removeIf(wait -> wait.answer.isDone());
        for (Wait wait : waits) {
          assertTrue(sts.elapsed() <= wait.until, "a caller waits after its deadline");
        }
      }
    }

    void play() {
      sts.lifetime = Duration.ofMinutes(15);
      armed = true;
      ask(REQUEST);
      ask(REQUEST);
      advance(Duration.ofSeconds(10));
      reply = () -> Reply.failing(SimulatedFailures::outage).after(Duration.ofMillis(100));
      advance(Duration.ofMinutes(11));
      ask(REQUEST);
      reply = () -> sts.ok().after(Duration.ofMillis(200));
      advance(Duration.ofMinutes(2));
      ask(REQUEST.refreshed());
      advance(Duration.ofSeconds(10));
      SessionCredentials held = world.session.credentials();
      if (held != null) {
        attempt(() -> world.invalidate(held.accessKeyId()));
      }
      ask(REQUEST.lasting(Duration.ofMinutes(15)));
      advance(Duration.ofMinutes(14));
      reply = () -> Reply.failing(SimulatedFailures::expiredToken).after(Duration.ofMillis(100));
      world.forget();
      ask(REQUEST);
      advance(Duration.ofSeconds(10));
      reply = Reply::hanging;
      sts.tokenVersion++;
      advance(Duration.ofSeconds(40));
      reply = () -> sts.ok().after(Duration.ofMillis(200));
      ask(REQUEST);
      advance(Duration.ofMinutes(1));
      attempt(() -> world.session.leave());
      advance(Duration.ofMinutes(2));
      attempt(() -> world.enter());
      ask(REQUEST);
      advance(Duration.ofMinutes(2));
    }

    void goesOn() {
      armed = false;
      SessionCredentials first = world.get();
      advance(Duration.ofMinutes(14));
      SessionCredentials later = world.session.credentials();
      assertNotNull(later, "no credentials a quarter later");
      assertTrue(
          later.expiration().isAfter(first.expiration()), "they were not refreshed without a call");
      assertEquals(List.of(), waits);
    }
  }

  @Test
  void everythingGoesOnAfterAnErrorAtAnyUse() {
    Life unharmed = new Life(Integer.MAX_VALUE);
    unharmed.play();
    int calls = unharmed.sts.exchanges.size();
    int uses = unharmed.uses;
    unharmed.goesOn();
    assertEquals(13, unharmed.used.size(), unharmed.used::toString);

    List<String> failed = new ArrayList<>();
    for (int use = 1; use <= uses; use++) {
      Life life = new Life(use);
      try {
        life.play();
        int made = life.sts.exchanges.size();
        assertTrue(made <= calls + 6, () -> made + " calls instead of " + calls);
        life.goesOn();
      } catch (LinkageError | AssertionError | RuntimeException broken) {
        failed.add(life.failAt + ", " + life.struck + ": " + broken);
      }
    }
    assertTrue(uses > 300, () -> uses + " uses");
    assertEquals(List.of(), failed);
  }
}
