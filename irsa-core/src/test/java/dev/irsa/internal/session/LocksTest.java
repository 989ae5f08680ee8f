package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.HeldLock;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Checks that no lock is held while foreign code is called: STS, the token file, listeners,
 * executors and waiting callers. Each of them checks the locks in a session that covers all cases.
 */
class LocksTest {

  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-24T12:00:00Z"));
  private final VirtualSts sts = new VirtualSts(time);
  private final List<BooleanSupplier> locks = new ArrayList<>();
  private final List<String> held = new ArrayList<>();
  private final TreeSet<String> looked = new TreeSet<>();

  private void look(String where) {
    looked.add(where);
    for (BooleanSupplier isHeld : locks) {
      if (isHeld.getAsBoolean()) {
        held.add(where);
      }
    }
  }

  private Executor looking(String where, Executor next) {
    return work -> {
      look(where);
      next.execute(work);
    };
  }

  private final class Watching implements CredentialExchange {
    @Override
    public Call call(Duration bound, Progress progress) {
      look("attempt");
      Call call = sts.call(bound, progress);
      return new Call() {
        @Override
        public ExchangeResult run() {
          look("run");
          return call.run();
        }

        @Override
        public void abort() {
          look("abort");
          call.abort();
        }
      };
    }

    @Override
    public boolean hasNewInput() {
      look("hasNewInput");
      return sts.hasNewInput();
    }

    @Override
    public @Nullable TokenClaims inputClaims() {
      look("inputClaims");
      return sts.inputClaims();
    }

    @Override
    public Duration longestLifetime() {
      return sts.longestLifetime();
    }
  }

  @Test
  void noForeignCodeIsCalledUnderALock() {
    SessionConfig rules = Moments.config(RefreshPolicy.standard(), sts.longest);
    Bulkhead gate = new Bulkhead(time.nanoTime(), OpenExecutors.timer(time.scheduler()));
    SharedExecutors executors =
        OpenExecutors.of(
            time.scheduler(),
            looking(
                "workers",
                task -> {
                  if (sts.isPrepared()) {
                    sts.execute(task);
                  } else {
                    task.run();
                  }
                }));
    var session =
        new Session(
            rules,
            new Watching(),
            new Clocks(time.clock(), time.nanoTime()),
            executors,
            gate,
            new EndpointRateLimiter(),
            OpenExecutors.events(executors, this::hear),
            Moments.drawing(0.5));
    locks.add(() -> HeldLock.of(session));
    locks.add(() -> HeldLock.of(gate));
    CallRequest request = CallRequest.within(Duration.ofSeconds(20));

    sts.behave(VirtualSts.Reply::hanging);
    var first = session.future(request, () -> {});
    time.advance(Duration.ofMinutes(1));
    assertTrue(first.isCompletedExceptionally());
    sts.behave(() -> VirtualSts.Reply.failing(SimulatedFailures::expiredToken));
    var second = session.future(request, () -> {});
    time.advance(Duration.ofMinutes(1));
    assertTrue(second.isCompletedExceptionally());
    sts.behave(sts::ok);
    var third = session.future(request, () -> {});
    var unused = third.thenRun(() -> look("dependent"));
    time.advance(Duration.ofHours(2));
    assertTrue(third.isDone());
    session.exit(null);
    time.advance(Duration.ofHours(2));

    assertEquals(List.of(), held);
    assertEquals(
        "[abort, attempt, dependent, hasNewInput, inputClaims, listener, run, workers]",
        looked.toString());
  }

  private void hear(IrsaEvent event) {
    look("listener");
  }
}
