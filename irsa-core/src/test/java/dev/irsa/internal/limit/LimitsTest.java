package dev.irsa.internal.limit;

import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.limit.Bulkhead.End;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.HeldLock;
import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.Places;
import dev.irsa.simulation.RunnablePermit;
import dev.irsa.simulation.ThreadlessTimer;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the limits of the calls of a process. */
class LimitsTest {

  private static final long PAUSE = 5 * Nanos.SECOND;

  private final ManualTime time = ManualTime.create();
  private final ScheduledExecutorService timer = time.newScheduler();
  private final Bulkhead gate = new Bulkhead(time.nanoTime(), OpenExecutors.timer(timer));
  private final EndpointRateLimiter endpoint = new EndpointRateLimiter();
  private final List<String> granted = new ArrayList<>();
  private final Map<String, Permit> permits = new HashMap<>();

  @AfterEach
  void noLockRemainsHeld() {
    assertFalse(HeldLock.of(gate));
  }

  private Permit permit(String name, String account, boolean urgent, long pause) {
    Permit permit = new RunnablePermit(endpoint, account, urgent, pause, () -> granted.add(name));
    permits.put(name, permit);
    return permit;
  }

  private void refresh(String... names) {
    for (String name : names) {
      gate.submit(permit(name, "account", false, PAUSE));
    }
  }

  private void urgent(String... names) {
    for (String name : names) {
      gate.submit(permit(name, "account", true, PAUSE));
    }
  }

  private void release(String... names) {
    for (String name : names) {
      gate.release(permits.get(name), End.ANSWERED);
    }
  }

  private void end(End end, String... names) {
    for (String name : names) {
      gate.release(permits.get(name), end);
    }
  }

  private void assertGranted(String... names) {
    assertEquals(List.of(names), granted);
  }

  @Test
  void refreshesTakeSixPlaces() {
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8");
    assertGranted("r1", "r2", "r3", "r4", "r5", "r6");
    assertEquals(6, Places.taken(gate));

    release("r3");
    assertGranted("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    release("r1");
    assertEquals(6, Places.taken(gate));
    assertTrue(granted.contains("r8"));
  }

  @Test
  void twoCallersWithoutCredentialsGetAPlaceWhileSixRefreshesRun() {
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    urgent("u1", "u2", "u3");
    assertGranted("r1", "r2", "r3", "r4", "r5", "r6", "u1", "u2");

    release("r1");
    assertEquals("u3", granted.get(8), "before the refresh that came earlier");
    assertEquals(9, granted.size());
  }

  @Test
  void callersWithoutCredentialsGoBeforeRefreshesThatCameEarlier() {
    urgent("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8");
    refresh("r1");
    urgent("u9");

    release("u1");

    assertEquals("u9", granted.get(8));
    release("u2");
    assertEquals("r1", granted.get(9));
  }

  @Test
  void aRefreshWhoseCredentialsExpiredGoesBeforeOtherRefreshes() {
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8");

    gate.promote(permits.get("r8"));

    assertEquals("r8", granted.get(6));
    assertEquals(7, Places.taken(gate));
    gate.promote(permits.get("r1"));
    release("r8");
    assertEquals(7, granted.size(), "r1 still counts as a refresh");
    release("r1");
    assertEquals("r7", granted.get(7));
  }

  @Test
  void aPermitAbandonedInTheQueueIsNeverGranted() {
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    urgent("u1", "u2", "u3");
    gate.abandon(permits.get("r7"), false);
    gate.abandon(permits.get("u3"), true);

    release("r1", "r2", "r3", "r4", "r5", "r6", "u1", "u2");

    assertEquals(8, granted.size());
    assertEquals(0, Places.taken(gate));
  }

  @Test
  void anAbandonedExchangeGivesItsPlaceBackAndLeavesItsThreadBehind() {
    urgent("u1");
    gate.abandon(permits.get("u1"), true);
    assertEquals(0, Places.taken(gate));
    assertEquals(1, Places.leftBehind(gate));
    release("u1");
    release("u1");
    assertEquals(0, Places.leftBehind(gate));
  }

  /** Has eight exchanges leave their threads behind. */
  private void leaveEightBehind() {
    for (int i = 1; i <= 8; i++) {
      urgent("hung" + i);
      assertFalse(gate.isStuck());
      gate.abandon(permits.get("hung" + i), true);
    }
  }

  @Test
  void withEightThreadsLeftBehindNoExchangeStartsUntilOneReturns() {
    leaveEightBehind();

    urgent("u1", "u2");
    refresh("r1");

    assertTrue(gate.isStuck());
    assertEquals(8, granted.size());
    release("hung3");
    assertFalse(gate.isStuck());
    assertEquals(List.of("u1", "u2"), granted.subList(8, 10));
  }

  @Test
  void twentyCallsPerSecondAreGranted() {
    for (int i = 1; i <= 25; i++) {
      urgent("u" + i);
      release("u" + i);
      time.advance(Duration.ofMillis(10));
    }
    assertEquals(20, granted.size());

    time.advance(Duration.ofMillis(749));
    assertEquals(20, granted.size());
    time.advance(Duration.ofMillis(1));
    assertEquals(21, granted.size(), "the oldest is a second old");
    time.advance(Duration.ofMillis(40));
    assertEquals(25, granted.size());
  }

  @Test
  void throttlingPausesOnlyTheRefreshesOfTheAccount() {
    refresh("r1");
    end(End.THROTTLED, "r1");
    refresh("r2");
    gate.submit(permit("other", "another account", false, PAUSE));
    urgent("u1");
    assertGranted("r1", "other", "u1");

    time.advance(Duration.ofMillis(4999));
    assertEquals(3, granted.size());
    time.advance(Duration.ofMillis(1));
    assertGranted("r1", "other", "u1", "r2");
  }

  @Test
  void afterThreeTimeoutsRefreshesGoOneAtATimeUntilAResponse() {
    refresh("r1", "r2", "r3", "r4");
    end(End.TIMED_OUT, "r1", "r2", "r3", "r4");
    refresh("r5", "r6", "r7");
    urgent("u1", "u2");
    assertGranted("r1", "r2", "r3", "r4", "r5", "u1", "u2");

    end(End.TIMED_OUT, "r5");
    assertEquals("r6", granted.get(7));
    assertEquals(8, granted.size());
    end(End.ANSWERED, "r6");
    refresh("r8");
    assertTrue(granted.containsAll(List.of("r7", "r8")));
  }

  @Test
  void aResponseResetsTheCountOfTimeouts() {
    refresh("r1", "r2", "r3", "r4");
    end(End.TIMED_OUT, "r1", "r2");
    end(End.ANSWERED, "r3");
    end(End.TIMED_OUT, "r4");
    refresh("r5", "r6");
    assertEquals(6, granted.size());
  }

  @Test
  void anAbandonedTimeoutCountsOnceAndItsLateResponseDoesNot() {
    refresh("r1", "r2", "r3");
    gate.abandon(permits.get("r1"), true);
    gate.abandon(permits.get("r2"), true);
    end(End.TIMED_OUT, "r1", "r2");
    refresh("r4", "r5");
    assertEquals(5, granted.size(), "two time-outs, however often told");

    gate.abandon(permits.get("r3"), true);
    end(End.ANSWERED, "r3");
    end(End.UNUSED, "r4", "r5");
    refresh("r6", "r7");
    assertEquals(6, granted.size(), "a late answer is no sign of health");
  }

  @Test
  void permitsAreGrantedEvenIfTheTimerGetsNoThread() {
    ThreadlessTimer troubled = new ThreadlessTimer(timer);
    Bulkhead another = new Bulkhead(time.nanoTime(), OpenExecutors.timer(troubled.get()));
    another.submit(permit("r1", "account", false, PAUSE));
    another.release(permits.get("r1"), End.THROTTLED);
    another.submit(permit("r2", "account", false, PAUSE));
    another.submit(permit("other", "another account", false, PAUSE));
    assertGranted("r1", "other");

    troubled.noThreads = false;
    another.submit(permit("r3", "account", false, PAUSE));
    time.advance(Duration.ofSeconds(5));

    assertGranted("r1", "other", "r2", "r3");
  }

  @Test
  void aWakeUpLostWithItsTimerIsScheduledAgain() {
    SharedExecutors executors = new SharedExecutors(time::newScheduler, Runnable::run);
    executors.acquire();
    Bulkhead another = new Bulkhead(time.nanoTime(), executors);
    another.submit(permit("r1", "account", false, PAUSE));
    another.release(permits.get("r1"), End.THROTTLED);
    another.submit(permit("r2", "account", false, PAUSE));
    another.abandon(permits.get("r2"), false);
    executors.release();

    executors.acquire();
    another.submit(permit("r3", "account", false, PAUSE));
    time.advance(Duration.ofSeconds(5));

    assertGranted("r1", "r3");
    executors.release();
  }

  @Test
  void theClockIsReadUnderTheLock() {
    List<Boolean> held = new ArrayList<>();
    Bulkhead[] self = new Bulkhead[1];
    self[0] =
        new Bulkhead(
            () -> {
              held.add(HeldLock.of(self[0]));
              return time.nanoTime().getAsLong();
            },
            OpenExecutors.timer(timer));

    self[0].submit(permit("one", "account", false, PAUSE));

    assertTrue(held.contains(true));
    assertFalse(HeldLock.of(self[0]));
  }

  private final EndpointRateLimiter limits = new EndpointRateLimiter();

  @Test
  void theRateHoldsForRefreshesToo() {
    for (int i = 0; i < 20; i++) {
      limits.started(false, 0);
    }
    assertEquals(SECOND, limits.refreshWait("account", 5 * SECOND, 0));
    limits.noteThrottling("account", 0);
    assertEquals(5 * SECOND, limits.refreshWait("account", 5 * SECOND, 0));
  }

  @Test
  void throttlingAgainProlongsThePauseAndOldPausesAreForgotten() {
    limits.noteThrottling("a", 0);
    limits.noteThrottling("b", 4 * SECOND);
    limits.noteThrottling("a", 4 * SECOND);
    assertEquals(5 * SECOND, limits.refreshWait("a", 5 * SECOND, 4 * SECOND));
    limits.noteThrottling("c", 9 * SECOND - 1);
    assertEquals(
        1, limits.refreshWait("b", 5 * SECOND, 9 * SECOND - 1), "still counts for a nanosecond");
  }

  private final SlidingWindowRateLimiter limiter = new SlidingWindowRateLimiter(15);
  private long origin;

  private void record(int calls, long second) {
    for (int i = 0; i < calls; i++) {
      limiter.record(origin + second * SECOND);
    }
  }

  private long waitFor(int allowed, long second) {
    return limiter.waitAt(allowed, MINUTE, origin + second * SECOND);
  }

  /** A monotonic clock may start anywhere, also just before an overflow. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - 30 * SECOND})
  void afterTwelveCallsTheNextWaitsUntilTheOldestHasLeftTheWindow(long start) {
    origin = start;
    record(1, 0);
    record(10, 5);
    assertEquals(0, waitFor(12, 6));
    record(1, 7);
    assertEquals(52 * SECOND, waitFor(12, 8));
    assertEquals(1, limiter.waitAt(12, MINUTE, origin + MINUTE - 1));
    assertEquals(0, waitFor(12, 60));
    record(1, 60);
    assertEquals(5 * SECOND, waitFor(12, 60), "the next oldest is of 5 s");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 30 * SECOND})
  void theSameCallsCountAgainstEachLimit(long start) {
    origin = start;
    record(14, 0);
    assertEquals(60 * SECOND, waitFor(12, 0));
    assertEquals(0, waitFor(15, 0));
    record(1, 1);
    assertEquals(59 * SECOND, waitFor(15, 1));
    assertEquals(59 * SECOND, waitFor(12, 1), "the twelfth last is of 0 s");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6, 60})
  void theWindowIsAParameter(long seconds) {
    record(12, 0);
    assertEquals(seconds * SECOND, limiter.waitAt(12, seconds * SECOND, 0));
    assertEquals(0, limiter.waitAt(12, seconds * SECOND, seconds * SECOND));
  }
}
