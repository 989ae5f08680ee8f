package dev.irsa.internal.session;

import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.limit.Permit;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.Places;
import dev.irsa.simulation.RunnablePermit;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.UnchangingSource;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests single exchanges with a bulkhead that has free places and a session that records reports.
 */
class ExchangeRunnerTest {

  private static final String ACCOUNT = "123456789012";

  private final ManualTime time = ManualTime.create();
  private final Bulkhead gate =
      new Bulkhead(time.nanoTime(), OpenExecutors.timer(time.scheduler()));
  private final EndpointRateLimiter endpoint = new EndpointRateLimiter();
  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final List<String> reported = new ArrayList<>();
  private final List<Boolean> ended = new ArrayList<>();
  private final List<Duration> bounds = new ArrayList<>();
  private final FakeSource source = new FakeSource();
  private Supplier<ExchangeResult> answer =
      () -> new ExchangeResult(Moments.credentials("ASIA1", Moments.START), null, Duration.ZERO);
  private boolean noThreads;
  private boolean reportsBreak;
  private long bound = 7 * SECOND;
  private int aborts;

  private final ExchangeRunner calls =
      new ExchangeRunner(
          source,
          new Clocks(time.clock(), time.nanoTime()),
          OpenExecutors.of(time.scheduler(), into(workers)),
          gate,
          endpoint,
          Moments.config(RefreshPolicy.standard(), Duration.ofHours(1)),
          new FakeReports());

  private Executor into(Deque<Runnable> queue) {
    return task -> {
      if (noThreads) {
        throw SimulatedFailures.noThread();
      }
      queue.add(task);
    };
  }

  private final class FakeReports implements ExchangeRunner.Reports {
    @Override
    public void lost(Throwable failure) {
      reported.add("lost");
    }

    @Override
    public void ended(boolean hasTime) {
      ended.add(hasTime);
    }

    @Override
    public long started(long attempt) {
      reported.add("started " + attempt);
      return bound;
    }

    @Override
    public void succeeded(long attempt, ExchangeResult issued) {
      reported.add("succeeded " + attempt + " " + issued.credentials().accessKeyId());
      maybeBreak();
    }

    @Override
    public void failed(long attempt, CredentialsException failure, boolean hasNewInput) {
      reported.add(
          "failed " + attempt + (hasNewInput ? " with new input: " : ": ") + failure.summary());
      maybeBreak();
    }

    private void maybeBreak() {
      if (reportsBreak) {
        throw new IllegalStateException("as told");
      }
    }
  }

  private final class FakeSource extends UnchangingSource {
    FakeSource() {
      super(Duration.ofHours(1));
    }

    BooleanSupplier newInput = () -> false;

    @Override
    public ExchangeResult run(ExchangeCall call) {
      bounds.add(call.remaining());
      call.begin(() -> aborts++);
      return answer.get();
    }

    @Override
    public boolean hasNewInput() {
      return newInput.getAsBoolean();
    }
  }

  private ExchangeRunner.Attempt submit(long attempt, boolean urgent) {
    ExchangeRunner.Attempt call = calls.prepare(attempt, urgent, 5 * SECOND);
    call.submit();
    return call;
  }

  /** Submits an urgent attempt, and runs the next task of a worker. */
  private void run(long attempt) {
    submit(attempt, true);
    workers.remove().run();
  }

  private void failWith(Supplier<CredentialsException> failure) {
    answer =
        () -> {
          throw failure.get();
        };
  }

  private List<String> reported() {
    List<String> since = List.copyOf(reported);
    reported.clear();
    return since;
  }

  @Test
  void aGrantedCallRunsOnAWorkerWithinItsLimitAndReleasesItsPlace() {
    ExchangeRunner.Attempt call = submit(1, true);
    assertEquals(List.of("started 1"), reported());
    assertEquals(List.of(), bounds, "not on this thread");
    assertEquals(1, Places.taken(gate));

    workers.remove().run();

    assertEquals(List.of(Duration.ofMillis(6860)), bounds, "98 % of seven seconds");
    assertEquals(List.of("succeeded 1 ASIA1"), reported());
    assertEquals(List.of(true), ended);
    assertEquals(0, Places.taken(gate));
    call.abort(false);
    assertEquals(0, workers.size(), "there is nothing left to end");
  }

  @Test
  void anAttemptThatIsNoLongerNeededDoesNotStart() {
    bound = 0;
    submit(1, true);
    assertEquals(List.of("started 1"), reported());
    assertEquals(0, workers.size());
    assertEquals(0, Places.taken(gate));
  }

  @Test
  void anAttemptAbortedInTheQueueIsNotReportedAsGranted() {
    ExchangeRunner.Attempt call = calls.prepare(1, true, 5 * SECOND);
    call.aborted = true;
    call.submit();
    assertEquals(List.of(), reported());
    assertEquals(0, Places.taken(gate));
    call.abort(false);
    assertEquals(0, workers.size());
  }

  @Test
  void anAttemptAbortedBeforeItRunsReleasesItsPlaceImmediately() {
    ExchangeRunner.Attempt call = submit(1, true);
    call.aborted = true;
    call.abort(false);
    assertEquals(0, Places.taken(gate));
    workers.remove().run();
    assertEquals(List.of(), bounds);
    assertEquals(0, aborts);
    assertEquals(List.of("started 1"), reported());
    assertEquals(0, Places.taken(gate));
  }

  /** Submits a call and aborts it while it runs. */
  private void abortWhileRunning(Runnable before) {
    ExchangeRunner.Attempt call = submit(1, true);
    answer =
        () -> {
          before.run();
          call.abort(true);
          throw SimulatedFailures.outage();
        };
    workers.remove().run();
  }

  @Test
  void aRunningCallIsAbortedOnAWorkerBecauseThatMayBlock() {
    abortWhileRunning(() -> assertEquals(0, aborts));
    assertEquals(0, aborts, "not here");
    workers.remove().run();
    assertEquals(1, aborts);
    assertEquals(0, Places.taken(gate));
  }

  @Test
  void withoutAThreadARunningCallIsAbortedOnTheCallingThread() {
    abortWhileRunning(() -> noThreads = true);
    assertEquals(1, aborts);
  }

  @Test
  void aLackOfThreadsIsReported() {
    noThreads = true;
    submit(1, true);
    assertEquals(
        List.of(
            "started 1",
            "failed 1: The exchange could not get a thread (java.lang.InternalError); STS was"
                + " not called"),
        reported());
    assertEquals(0, Places.taken(gate));
  }

  @Test
  void unexpectedExceptionsAreReported() {
    answer =
        () -> {
          throw new StackOverflowError();
        };
    run(1);
    assertEquals(
        List.of(
            "started 1",
            "failed 1: The exchange failed unexpectedly with java.lang.StackOverflowError"),
        reported());
    assertEquals(0, Places.taken(gate));
  }

  @Test
  void aPlaceIsReleasedEvenIfTheReportFails() {
    reportsBreak = true;
    run(1);
    assertEquals(0, Places.taken(gate));
    assertEquals(List.of("started 1", "succeeded 1 ASIA1", "lost"), reported());
    failWith(SimulatedFailures::outage);
    run(2);
    assertEquals(0, Places.taken(gate));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nearly the whole bound and no answer: a time-out, 6300, outage, true",
    "less than that: an answer, 6299, outage, false",
    "the whole bound but STS answered, 7000, communication, false",
    "a refusal however slow is an answer, 7000, denied, false",
    "throttling is one too, 7000, throttling, false"
  })
  void slowFailuresCountAgainstTheEndpoint(
      String sentence, long millis, String fault, boolean timedOut) {
    endpoint.started(true, time.nanoTime().getAsLong());
    endpoint.noteTimeOut();
    endpoint.noteTimeOut();
    Supplier<CredentialsException> failure =
        switch (fault) {
          case "outage" -> SimulatedFailures::outage;
          case "communication" -> SimulatedFailures::communication;
          case "denied" -> SimulatedFailures::denied;
          default -> SimulatedFailures::throttling;
        };
    answer =
        () -> {
          time.advance(Duration.ofMillis(millis));
          throw failure.get();
        };
    run(1);
    assertEquals(!timedOut, endpoint.hasRoomForRefresh(), "three in a row make it careful");
  }

  @Test
  void anAttemptThatNeverRanDoesNotAffectTheEndpoint() {
    endpoint.started(true, time.nanoTime().getAsLong());
    for (int timeOut = 0; timeOut < 3; timeOut++) {
      endpoint.noteTimeOut();
    }
    noThreads = true;
    submit(1, true);
    noThreads = false;
    ExchangeRunner.Attempt call = submit(2, true);
    call.aborted = true;
    workers.remove().run();
    bound = 0;
    submit(3, true);
    assertFalse(endpoint.hasRoomForRefresh());

    bound = 7 * SECOND;
    run(4);
    assertTrue(endpoint.hasRoomForRefresh(), "an answer at last");
  }

  @Test
  void throttlingIsRecordedForTheAccountOfTheRole() {
    failWith(SimulatedFailures::throttling);
    run(1);
    long now = time.nanoTime().getAsLong();
    assertEquals(5 * SECOND, endpoint.refreshWait(ACCOUNT, 5 * SECOND, now));
    assertEquals(0, endpoint.refreshWait("210987654321", 5 * SECOND, now));
    ExchangeRunner.Attempt second = calls.prepare(2, false, 5 * SECOND / 2);
    second.submit();
    assertEquals(0, workers.size());
    time.advance(Duration.ofMillis(2499));
    assertEquals(0, workers.size());
    time.advance(Duration.ofMillis(1));
    assertEquals(1, workers.size(), "half the pause for a session of half the length");
  }

  @Test
  void aFailureOfTheTokenReportsWhetherTheTokenChanged() {
    source.newInput = () -> true;
    failWith(SimulatedFailures::expiredToken);
    run(1);
    failWith(SimulatedFailures::denied);
    run(2);
    source.newInput = () -> false;
    failWith(SimulatedFailures::expiredToken);
    run(3);
    source.newInput =
        () -> {
          throw new IllegalStateException("as told");
        };
    run(4);
    assertEquals(
        List.of(
            "started 1",
            "failed 1 with new input: STS said ExpiredTokenException",
            "started 2",
            "failed 2: STS said AccessDenied",
            "started 3",
            "failed 3: STS said ExpiredTokenException",
            "started 4",
            "failed 4: STS said ExpiredTokenException"),
        reported());
  }

  @Test
  void theTokenIsNotCheckedForAnAbortedCall() {
    source.newInput = () -> true;
    ExchangeRunner.Attempt call = submit(1, true);
    answer =
        () -> {
          call.aborted = true;
          throw SimulatedFailures.expiredToken();
        };
    workers.remove().run();
    assertEquals(List.of("started 1", "failed 1: STS said ExpiredTokenException"), reported());
  }

  @Test
  void anAbortedAttemptLeavesTheQueue() {
    List<Permit> others = new ArrayList<>();
    for (int other = 0; other < Bulkhead.REFRESH_PLACES; other++) {
      others.add(new RunnablePermit(endpoint, ACCOUNT, false, 5 * SECOND, () -> {}));
      gate.submit(others.get(other));
    }
    ExchangeRunner.Attempt call = submit(1, false);
    call.abort(false);
    others.forEach(other -> gate.release(other, Bulkhead.End.ANSWERED));
    assertEquals(List.of(), reported());
    assertEquals(0, Places.taken(gate));
  }
}
