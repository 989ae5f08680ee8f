package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.NotedActions;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the engine in isolation, step by step. Credentials of an hour are due for a refresh after
 * 2400 s, have their last chance after 3590 s and expire after 3600 s; every pause is the shortest
 * that the rules allow.
 */
class RefreshEngineTest {

  private static final long DEADLINE = 20 * SECOND;
  private static final Duration HOUR = Duration.ofHours(1);

  private final NotedActions actions = new NotedActions();
  private RefreshEngine engine = engine(RefreshPolicy.standard());

  private RefreshEngine engine(RefreshPolicy policy) {
    return engine(policy, 0);
  }

  private RefreshEngine engine(RefreshPolicy policy, double share) {
    SessionConfig rules =
        new SessionConfig(
            SimulatedFailures.SUBJECT, policy, Duration.ofHours(12), Duration.ofDays(365));
    return new RefreshEngine(rules, Moments.drawing(share), actions, atSeconds(0));
  }

  private static ExchangeResult issued(String key, Instant expiration) {
    return new ExchangeResult(Moments.credentials(key, expiration), null, Duration.ZERO);
  }

  private long grant(long attempt, long second) {
    long bound = engine.granted(attempt, atSeconds(second));
    engine.called(attempt, atSeconds(second));
    return bound;
  }

  private void succeed(long attempt, long second, Duration life) {
    assertTrue(grant(attempt, second) > 0, "granted");
    engine.succeeded(
        attempt, issued("ASIA" + attempt, START.plusSeconds(second).plus(life)), atSeconds(second));
  }

  private void fail(long attempt, long second, CredentialsException failure) {
    assertTrue(grant(attempt, second) > 0, "granted");
    engine.failed(attempt, failure, false, atSeconds(second));
  }

  /** Receives the first credentials, of an hour, at time zero. */
  private void haveAnHour() {
    assertNull(asked(atSeconds(0)));
    succeed(1, 0, HOUR);
    assertEquals(List.of("urgent 1"), actions.wanted());
    actions.told();
  }

  private static String key(@Nullable CallResult outcome) {
    assertNotNull(outcome, "has to wait");
    assertNotNull(outcome.credentials(), "no credentials");
    return outcome.credentials().accessKeyId();
  }

  private static String text(@Nullable CallResult outcome) {
    assertNotNull(outcome, "has to wait");
    assertNull(outcome.credentials());
    assertNotNull(outcome.failure());
    return outcome.failure().summary();
  }

  /** Returns the result of a call that does not wait, or null if it would have to. */
  private @Nullable CallResult asked(TimePoint now) {
    return resultOrLeave(new CredentialsRequest(0, DEADLINE, false), now);
  }

  private @Nullable CallResult resultOrLeave(CredentialsRequest request, TimePoint now) {
    Waiter waiter = engine.ask(request, now);
    if (!waiter.result().isDone()) {
      var unused = engine.leave(waiter, now);
    }
    return waiter.result().getNow(null);
  }

  private Waiter join(long second) {
    return join(DEADLINE, atSeconds(second));
  }

  private Waiter join(long deadline, TimePoint now) {
    return waiting(new CredentialsRequest(0, deadline, false), now);
  }

  private Waiter waiting(CredentialsRequest request, TimePoint now) {
    Waiter waiter = engine.ask(request, now);
    assertFalse(waiter.result().isDone(), "does not have to wait");
    return waiter;
  }

  private Waiter refresh(long second) {
    return refresh(DEADLINE, atSeconds(second));
  }

  private Waiter refresh(long deadline, TimePoint now) {
    return engine.ask(new CredentialsRequest(0, deadline, true), now);
  }

  private List<String> told() {
    return actions.told().stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  @Nested
  @DisplayName("a call for credentials")
  class Ask {

    @Test
    @DisplayName("without credentials starts an urgent flight, which others join")
    void cold() {
      assertNull(asked(atSeconds(0)));
      Waiter first = join(0);
      assertNull(asked(atSeconds(1)));
      Waiter second = join(1);
      assertEquals(List.of("urgent 1"), actions.wanted());
      assertTrue(actions.isInFlight());

      succeed(1, 2, HOUR);

      assertEquals(List.of(first, second), actions.completed());
      assertEquals("ASIA1", key(actions.outcome(first)));
      assertTrue(actions.outcome(first).renewed());
      assertFalse(actions.isInFlight());
      assertEquals("ASIA1", key(asked(atSeconds(3))));
      assertEquals(List.of(), actions.wanted());
    }

    @Test
    @DisplayName("shortly after a failure gets it again and starts nothing")
    void failedJustBefore() {
      assertNull(asked(atSeconds(0)));
      fail(1, 0, SimulatedFailures.denied());
      assertEquals(List.of("urgent 1"), actions.wanted());
      CallResult again = asked(atMillis(999));
      assertEquals("STS said AccessDenied", text(again));
      assertNull(again.attemptInfo().nextAttemptAt(), "the next caller starts it");
      assertEquals(1, again.attemptInfo().attempts());
      assertEquals(List.of(), actions.wanted());
      assertNull(asked(atSeconds(1)));
      assertEquals(List.of("urgent 2"), actions.wanted());
    }

    @Test
    @DisplayName("when a refresh is due gets the previous ones immediately")
    void due() {
      haveAnHour();
      assertEquals("ASIA1", key(asked(atSeconds(2399))));
      assertEquals(List.of("read claims"), actions.wanted());
      assertEquals("ASIA1", key(asked(atSeconds(2400))));
      assertEquals(List.of("request 2"), actions.wanted());
      assertEquals("ASIA1", key(asked(atSeconds(3599))), "to the end");
    }

    @Test
    @DisplayName("in lazy mode starts a due refresh once and is served meanwhile")
    void lazy() {
      engine = engine(RefreshPolicy.lazy());
      haveAnHour();
      assertEquals("ASIA1", key(asked(atSeconds(2399))));
      assertEquals(List.of("read claims"), actions.wanted());
      engine.tick(atSeconds(2400));
      assertEquals(List.of(), actions.wanted(), "nobody asks");
      assertEquals("ASIA1", key(asked(atSeconds(2400))));
      assertEquals("ASIA1", key(asked(atSeconds(2401))));
      assertEquals(List.of("request 2"), actions.wanted());
      fail(2, 2401, SimulatedFailures.denied());
      assertEquals("ASIA1", key(asked(atSeconds(2402))));
      assertEquals(List.of(), actions.wanted(), "spaced");
    }

    @Test
    @DisplayName(
        "after expiration waits until there is a failure, during which the expired ones are served")
    void stable() {
      engine = engine(RefreshPolicy.standard().withStaticStability(Duration.ofMinutes(30)));
      haveAnHour();
      assertNull(asked(atSeconds(3600)));
      actions.told();
      assertEquals(List.of("urgent 2", "read claims"), actions.wanted());
      fail(2, 3600, SimulatedFailures.noToken());
      assertEquals(SimulatedFailures.noToken().summary(), text(asked(atSeconds(3601))));
      assertEquals(List.of("look"), actions.wanted());
      assertNull(asked(atSeconds(3603)));
      assertEquals(List.of("urgent 3", "look"), actions.wanted());
      assertTrue(grant(3, 3603) > 0);
      engine.tick(atSeconds(3610));
      engine.tick(atSeconds(3611));
      assertTrue(grant(4, 3611) > 0);
      engine.tick(atSeconds(3621));
      CallResult old = asked(atSeconds(3622));
      assertEquals("ASIA1", key(old));
      assertEquals(
          "STS at https://sts.eu-west-1.amazonaws.com/ did not respond within 10 s",
          old.failure().summary());
    }
  }

  @Nested
  @DisplayName("a call for credentials that last")
  class Lasting {

    private static CredentialsRequest lasting(Duration atLeast) {
      return new CredentialsRequest(atLeast.toNanos(), DEADLINE, false);
    }

    private @Nullable CallResult ask(Duration atLeast, long second) {
      return resultOrLeave(lasting(atLeast), atSeconds(second));
    }

    private Waiter join(Duration atLeast, long second) {
      return waiting(lasting(atLeast), atSeconds(second));
    }

    private static Duration minutes(long minutes) {
      return Duration.ofMinutes(minutes);
    }

    @Test
    @DisplayName("is served at once if they last, less a sixtieth and at most a minute")
    void served() {
      haveAnHour();
      assertEquals("ASIA1", key(ask(HOUR, 60)));
      assertEquals("ASIA1", key(ask(minutes(30), 1830)));
      assertEquals(List.of("read claims"), actions.wanted());
      assertNull(ask(minutes(30), 1831));
      assertEquals(List.of("request 2"), actions.wanted());
    }

    @Test
    @DisplayName("waits for a refresh although the credentials are fresh; other callers do not")
    void waits() {
      haveAnHour();
      assertNull(ask(HOUR, 61));
      Waiter waiter = join(HOUR, 61);
      assertNull(ask(HOUR, 62));
      Waiter another = join(HOUR, 62);
      assertEquals("ASIA1", key(asked(atSeconds(62))));
      assertEquals(List.of("read claims", "request 2"), actions.wanted(), "one for all");

      succeed(2, 63, HOUR);

      assertEquals("ASIA2", key(actions.outcome(waiter)));
      assertEquals("ASIA2", key(actions.outcome(another)));
      assertEquals("ASIA2", key(asked(atSeconds(63))));
    }

    @Test
    @DisplayName("joins a flight that is under way")
    void joins() {
      assertNull(asked(atSeconds(0)));
      Waiter any = RefreshEngineTest.this.join(0);
      assertNull(ask(minutes(30), 1));
      Waiter lasting = join(minutes(30), 1);
      assertEquals(List.of("urgent 1"), actions.wanted());

      succeed(1, 2, minutes(20));

      assertEquals("ASIA1", key(actions.outcome(any)));
      assertTrue(text(actions.outcome(lasting)).contains("sessions last 20 min"));
    }

    @Test
    @DisplayName("for more than the session duration fails without a refresh, and names it")
    void tooLong() {
      SessionConfig quarter =
          new SessionConfig(
              SimulatedFailures.SUBJECT,
              RefreshPolicy.standard(),
              minutes(15),
              Duration.ofDays(365));
      engine = new RefreshEngine(quarter, Moments.drawing(0), actions, atSeconds(0));

      String text = text(ask(HOUR, 0));

      assertTrue(text.contains("IRSA_SESSION_DURATION_SECONDS: sessions last 15 min, but"), text);
      assertTrue(text.contains("must last at least 1 h"), text);
      assertEquals(List.of(), actions.wanted());
    }

    @Test
    @DisplayName("is told what is left, and that the session duration is not set")
    void notSet() {
      haveAnHour();
      assertNull(ask(minutes(120), 600));
      Waiter waiter = join(minutes(120), 600);
      succeed(2, 600, HOUR);

      String text = text(actions.outcome(waiter));

      assertTrue(text.contains("is not set, and sessions last 1 h"), text);
      assertTrue(text.contains("must last at least 2 h (1 h left now)"), text);
      assertInstanceOf(MisconfiguredException.class, actions.outcome(waiter).failure());
    }

    @Test
    @DisplayName("that brings too little causes the next refresh after a minute, doubling to ten")
    void afterCredentialsThatWereTooShort() {
      haveAnHour();
      long second = 0;
      long attempt = 2;
      for (long pause : new long[] {0, 60, 120, 240, 480, 600, 600}) {
        if (pause > 0) {
          assertNotNull(ask(minutes(120), second + pause - 1), "not yet after " + pause);
        }
        second += pause;
        assertNull(ask(minutes(120), second), "after " + pause);
        Waiter waiter = join(minutes(120), second);
        succeed(attempt++, second, HOUR);
        assertNull(actions.outcome(waiter).credentials());
      }
      assertEquals("ASIA8", key(asked(atSeconds(second))), "others are served");
    }

    @Test
    @DisplayName("observes the backoff, and says what is left and why there is no more")
    void failed() {
      haveAnHour();
      assertNull(ask(HOUR, 600));
      Waiter waiter = join(HOUR, 600);
      fail(2, 600, SimulatedFailures.denied());

      String late = text(actions.outcome(waiter));
      String atOnce = text(ask(HOUR, 610));

      assertEquals(
          "The credentials for "
              + SimulatedFailures.ROLE
              + " expire in 50 min, but must last at least 1 h; newer ones could not be obtained: STS said"
              + " AccessDenied",
          late);
      assertTrue(atOnce.startsWith("The credentials for "), atOnce);
      assertFalse(actions.isInFlight());
      assertNull(ask(HOUR, 660), "the floor of a minute is over");
    }

    @Test
    @DisplayName("ends at its deadline with a failure although credentials are valid")
    void deadline() {
      haveAnHour();
      assertNull(ask(HOUR, 600));
      Waiter waiter = join(HOUR, 600);

      engine.tick(atSeconds(620));

      String text = text(actions.outcome(waiter));
      assertTrue(text.contains("expire in 49 min 40 s, but must last at least 1 h"), text);
      assertTrue(text.contains("within the caller's deadline of 20 s"), text);
    }

    @Test
    @DisplayName("ends after an interrupt with a failure although credentials are valid")
    void interrupted() {
      haveAnHour();
      assertNull(ask(HOUR, 600));
      Waiter waiter = join(HOUR, 600);

      String text = text(engine.leave(waiter, atSeconds(601)));

      assertTrue(text.contains("The thread was interrupted"), text);
    }

    @Test
    @DisplayName("is not served expired credentials by static stability")
    void notStable() {
      engine = engine(RefreshPolicy.standard().withStaticStability(HOUR));
      haveAnHour();
      assertNull(ask(minutes(5), 3600));
      Waiter waiter = join(minutes(5), 3600);
      for (long attempt = 2; attempt < 5; attempt++) {
        engine.tick(atSeconds(3600));
        fail(attempt, 3600, SimulatedFailures.outage());
      }

      assertEquals("STS is down", text(actions.outcome(waiter)));
      assertEquals("STS is down", text(ask(minutes(5), 3601)));
    }
  }

  @Nested
  @DisplayName("the event of a refresh")
  class Published {

    private List<CredentialsException> failedCalls(Class<? extends IrsaEvent> type) {
      IrsaEvent event = actions.told().stream().filter(type::isInstance).findFirst().orElseThrow();
      if (event instanceof IrsaEvent.Refreshed refreshed) {
        assertEquals(refreshed.failedCalls().size() + 1, refreshed.attempts());
        return refreshed.failedCalls();
      }
      IrsaEvent.RefreshFailed failed = (IrsaEvent.RefreshFailed) event;
      assertEquals(failed.failedCalls().size(), failed.attempts());
      return failed.failedCalls();
    }

    @Test
    @DisplayName("lists the calls that failed before the one that succeeded")
    void succeeded() {
      CredentialsException outage = SimulatedFailures.outage();
      assertNull(asked(atSeconds(0)));
      fail(1, 0, outage);
      engine.tick(atSeconds(2));
      succeed(2, 2, HOUR);
      assertEquals(List.of(outage), failedCalls(IrsaEvent.Refreshed.class));
    }

    @Test
    @DisplayName("lists all calls that failed, also one without a usable response")
    void failed() {
      CredentialsException denied = SimulatedFailures.denied();
      assertNull(asked(atSeconds(0)));
      fail(1, 0, denied);
      assertEquals(List.of(denied), failedCalls(IrsaEvent.RefreshFailed.class));
      assertNull(asked(atSeconds(60)));
      succeed(2, 60, Duration.ZERO);
      assertEquals(1, failedCalls(IrsaEvent.RefreshFailed.class).size());
    }

    @Test
    @DisplayName("does not list an attempt that did not become a call")
    void withoutACall() {
      assertNull(asked(atSeconds(0)));
      assertTrue(engine.granted(1, atSeconds(0)) > 0);
      engine.failed(1, SimulatedFailures.noToken(), false, atSeconds(3));
      IrsaEvent.RefreshFailed event = (IrsaEvent.RefreshFailed) actions.told().get(0);
      assertEquals(List.of(), event.failedCalls());
      assertEquals(Duration.ofSeconds(3), event.elapsed());
    }
  }

  @Nested
  @DisplayName("a rejected key")
  class Invalidate {

    @Test
    @DisplayName("causes a refresh that callers wait for, two seconds at most")
    void window() {
      haveAnHour();
      engine.invalidate("ASIA1", atSeconds(100));
      assertEquals(List.of("read claims", "request 2"), actions.wanted());
      assertNull(asked(atSeconds(101)));
      Waiter waiter = join(101);
      assertEquals(SECOND, engine.nextWake(atSeconds(101)));
      Waiter hurried = join(SECOND / 2, atSeconds(101));
      assertEquals(SECOND / 2, engine.nextWake(atSeconds(101)));

      engine.tick(atSeconds(102));

      assertEquals("ASIA1", key(actions.outcome(waiter)));
      assertEquals("ASIA1", key(actions.outcome(hurried)));
      assertEquals("ASIA1", key(asked(atSeconds(102))));
    }

    @Test
    @DisplayName("that is not the current one, or has expired, causes nothing")
    void other() {
      haveAnHour();
      engine.invalidate("ASIAOTHER", atSeconds(5));
      assertEquals(List.of(), actions.wanted());
      engine.invalidate("ASIA1", atSeconds(5));
      assertEquals(List.of("request 2"), actions.wanted());
    }

    @Test
    @DisplayName("during a refresh starts no other, and callers wait for it")
    void inFlight() {
      haveAnHour();
      assertEquals("ASIA1", key(asked(atSeconds(2400))));
      assertEquals(List.of("request 2", "read claims"), actions.wanted());
      engine.invalidate("ASIA1", atSeconds(2401));
      assertEquals(List.of(), actions.wanted());
      assertNull(asked(atSeconds(2401)));
      succeed(2, 2402, HOUR);
      assertEquals("ASIA2", key(asked(atSeconds(2402))), "the window has closed");
    }

    @Test
    @DisplayName("whose refresh fails is served again immediately")
    void failed() {
      haveAnHour();
      engine.invalidate("ASIA1", atSeconds(5));
      assertNull(asked(atSeconds(5)));
      Waiter waiter = join(5);
      fail(2, 5, SimulatedFailures.denied());
      assertEquals("ASIA1", key(actions.outcome(waiter)));
      assertEquals("ASIA1", key(asked(atSeconds(5))));
    }

    @Test
    @DisplayName("whose refresh failed does not make callers wait for the next one")
    void failedAndTriedAgain() {
      haveAnHour();
      engine.invalidate("ASIA1", atSeconds(5));
      fail(2, 5, SimulatedFailures.noToken());
      refresh(6);
      assertTrue(actions.isInFlight());
      assertEquals("ASIA1", key(asked(atSeconds(6))));
    }

    @Test
    @DisplayName("does not make callers wait if the floor of the last failure forbids a refresh")
    void floor() {
      haveAnHour();
      engine.invalidate("ASIA1", atSeconds(5));
      fail(2, 5, SimulatedFailures.denied());
      refresh(70);
      succeed(3, 70, HOUR);
      refresh(DEADLINE, atSeconds(71));
      fail(4, 71, SimulatedFailures.denied());
      actions.wanted();
      engine.invalidate("ASIA3", atSeconds(80));
      assertEquals("ASIA3", key(asked(atSeconds(80))));
      engine.invalidate("ASIA3", atSeconds(131));
      assertEquals(1, actions.wanted().stream().filter("request 5"::equals).count(), "not spent");
    }

    @Test
    @DisplayName("bounds the wait only of callers with valid credentials")
    void windowAfterTheEnd() {
      assertNull(asked(atSeconds(0)));
      succeed(1, 0, Duration.ofMinutes(15));
      engine.invalidate("ASIA1", atSeconds(899));
      assertNull(asked(atSeconds(900)));
      Waiter waiter = join(900);
      engine.tick(atSeconds(902));
      assertFalse(actions.isCompleted(waiter));
      engine.tick(atSeconds(920));
      assertTrue(actions.isCompleted(waiter));
    }
  }

  @Nested
  @DisplayName("an explicit refresh")
  class Refresh {

    @Test
    @DisplayName("starts a flight regardless of the current credentials")
    void starts() {
      haveAnHour();
      Waiter waiter = refresh(5);
      assertEquals(List.of("request 2"), actions.wanted());
      succeed(2, 6, HOUR);
      assertTrue(actions.outcome(waiter).renewed());
      assertEquals("ASIA2", key(actions.outcome(waiter)));
    }

    @Test
    @DisplayName("during a flight waits for the next one")
    void duringAFlight() {
      assertNull(asked(atSeconds(0)));
      Waiter caller = join(0);
      Waiter refresher = refresh(1);
      assertEquals(19 * SECOND, engine.nextWake(atSeconds(1)), "the caller's deadline");

      succeed(1, 2, HOUR);

      assertEquals(List.of(caller), actions.completed());
      assertEquals(List.of("urgent 1", "request 2"), actions.wanted());
      succeed(2, 3, HOUR);
      assertEquals("ASIA2", key(actions.outcome(refresher)));
      assertTrue(actions.outcome(refresher).renewed());
      assertEquals(List.of(), actions.wanted(), "nobody else waits");
    }

    @Test
    @DisplayName("joins a flight that becomes due at the same moment")
    void joinsWhatItStarted() {
      haveAnHour();
      Waiter waiter = refresh(2400);
      assertEquals(List.of("request 2", "read claims"), actions.wanted());
      succeed(2, 2401, HOUR);
      assertTrue(actions.outcome(waiter).renewed());
    }

    @Test
    @DisplayName("ignores the backoff but not the floor")
    void floor() {
      haveAnHour();
      refresh(5);
      fail(2, 5, SimulatedFailures.noToken());
      assertEquals(List.of("request 2"), actions.wanted());
      refresh(6);
      assertEquals(List.of("look", "request 3"), actions.wanted());
      fail(3, 6, SimulatedFailures.denied());
      actions.wanted();

      Waiter tooSoon = refresh(8);

      assertEquals("ASIA1", key(actions.outcome(tooSoon)), "the old ones");
      assertFalse(actions.outcome(tooSoon).renewed());
      assertEquals("STS said AccessDenied", actions.outcome(tooSoon).failure().summary());
    }

    @Test
    @DisplayName("during a flight that ends with a floor gets the result of the others")
    void floorAfterTheFlight() {
      assertNull(asked(atSeconds(0)));
      Waiter refresher = refresh(0);
      fail(1, 0, SimulatedFailures.throttling());
      engine.tick(atSeconds(1));
      fail(2, 1, SimulatedFailures.throttling());
      engine.tick(atSeconds(2));
      fail(3, 2, SimulatedFailures.throttling());
      assertEquals("STS throttles", text(actions.outcome(refresher)));
      assertFalse(actions.isInFlight());
    }

    @Test
    @DisplayName("reports the rate limit and the time of the next call")
    void budget() {
      haveAnHour();
      for (int attempt = 2; attempt <= 12; attempt++) {
        refresh(attempt);
        succeed(attempt, attempt, HOUR);
      }
      Waiter tooMany = refresh(13);
      CallResult outcome = actions.outcome(tooMany);
      assertEquals("ASIA12", key(outcome));
      assertEquals(
          "The limit of calls to STS for arn:aws:iam::123456789012:role/app is reached; the next call is"
              + " allowed at "
              + START.plusSeconds(60),
          outcome.failure().summary());
      refresh(60);
      assertTrue(actions.isInFlight());
    }

    @Test
    @DisplayName("counts as a call for credentials")
    void demand() {
      haveAnHour();
      refresh(3000);
      fail(2, 3000, SimulatedFailures.invalidToken());
      engine.tick(atSeconds(3700));
      assertTrue(actions.isInFlight(), "expired, and somebody asked lately");
    }
  }

  @Nested
  @DisplayName("the first flight without a caller")
  class Eagerly {

    @Test
    @DisplayName("starts once")
    void starts() {
      engine.startEagerly(atSeconds(0));
      engine.startEagerly(atSeconds(0));
      assertEquals(List.of("urgent 1"), actions.wanted());
      succeed(1, 1, HOUR);
      engine.startEagerly(atSeconds(2));
      assertEquals(List.of(), actions.wanted());
    }

    @Test
    @DisplayName("does not start before a failure allows it, or after the close")
    void spaced() {
      engine.startEagerly(atSeconds(0));
      fail(1, 0, SimulatedFailures.denied());
      engine.startEagerly(atMillis(999));
      assertEquals(List.of("urgent 1"), actions.wanted());
      engine.startEagerly(atSeconds(1));
      assertEquals(List.of("urgent 2"), actions.wanted());
      engine.park(atSeconds(1));
      engine.startEagerly(atSeconds(99));
      assertEquals(List.of("abort 2"), actions.wanted());
    }
  }

  @Nested
  @DisplayName("a caller that stops waiting")
  class Leaving {

    @Test
    @DisplayName("after an interrupt gets a failure that says so, and no later result")
    void interrupted() {
      assertNull(asked(atSeconds(0)));
      Waiter leaving = join(0);
      Waiter staying = join(0);
      Waiter refreshing = refresh(0);
      assertEquals(
          "The thread was interrupted while it waited for credentials for"
              + " arn:aws:iam::123456789012:role/app",
          text(engine.leave(leaving, atSeconds(1))));
      assertEquals(
          "The thread was interrupted while it waited for credentials for"
              + " arn:aws:iam::123456789012:role/app",
          text(engine.leave(refreshing, atSeconds(1))));
      succeed(1, 2, HOUR);
      assertEquals(List.of(staying), actions.completed());
      assertEquals(List.of("urgent 1"), actions.wanted(), "nobody waits for a second flight");
    }

    @Test
    @DisplayName("after an interrupt gets valid credentials")
    void interruptedWhileValid() {
      haveAnHour();
      Waiter waiter = refresh(5);
      assertEquals("ASIA1", key(engine.leave(waiter, atSeconds(5))));
    }

    @Test
    @DisplayName("at the deadline gets a failure with the duration and the reason")
    void deadline() {
      assertNull(asked(atSeconds(0)));
      Waiter waiting = join(2 * SECOND, atSeconds(0));
      Waiter refreshing = refresh(3 * SECOND, atSeconds(0));
      engine.tick(atMillis(1999));
      assertEquals(List.of(), actions.completed());
      engine.tick(atSeconds(2));
      assertEquals(
          "No credentials for arn:aws:iam::123456789012:role/app within the caller's deadline of 2 s:"
              + " queued behind other calls to STS at https://sts.eu-west-1.amazonaws.com/",
          text(actions.outcome(waiting)));
      assertTrue(grant(1, 2) > 0);
      engine.tick(atSeconds(3));
      assertEquals(
          "No credentials for arn:aws:iam::123456789012:role/app within the caller's deadline of 3 s:"
              + " waiting for STS at https://sts.eu-west-1.amazonaws.com/",
          text(actions.outcome(refreshing)));
    }
  }

  @Nested
  @DisplayName("a freeze")
  class Forget {

    @Test
    @DisplayName("ends the flight and all waits, and the next call starts a new one")
    void inFlight() {
      haveAnHour();
      refresh(5);
      Waiter first = refresh(6);
      actions.wanted();

      engine.forget(atSeconds(7));

      assertEquals(List.of("abort 2"), actions.wanted());
      assertEquals(2, actions.completed().size());
      assertTrue(text(actions.outcome(first)).contains("dropped by forgetAll()"));
      assertNull(engine.session());
      assertNull(asked(atSeconds(7)));
      assertEquals(List.of("urgent 3"), actions.wanted());
      engine.succeeded(2, issued("LATE", START.plus(HOUR)), atSeconds(8));
      assertNull(engine.session(), "a late answer is not wanted");
    }

    @Test
    @DisplayName("resets failures, pauses and checks of the token")
    void afterAFailure() {
      assertNull(asked(atSeconds(0)));
      fail(1, 0, SimulatedFailures.noToken());
      engine.forget(atSeconds(0));
      assertNull(engine.status(atSeconds(0)).failure());
      engine.newInputFound(atSeconds(0));
      assertFalse(actions.isInFlight(), "nobody waits for another token");
      assertNull(asked(atSeconds(0)));
      assertTrue(actions.isInFlight());
    }
  }

  @Nested
  @DisplayName("a session without users")
  class Parked {

    @Test
    @DisplayName("ends the flight, publishes it once, does nothing, and keeps its state")
    void inFlight() {
      haveAnHour();
      var unused = engine.leave(refresh(5), atSeconds(6));
      actions.wanted();

      engine.park(atSeconds(7));
      engine.park(atSeconds(7));

      assertEquals(List.of("abort 2"), actions.wanted());
      assertEquals(List.of(), actions.completed());
      assertEquals(List.of("Closed"), told());

      engine.invalidate("ASIA1", atSeconds(8));
      engine.claimsRead(null, atSeconds(8));
      engine.newInputFound(atSeconds(8));
      engine.tick(atSeconds(9999));
      engine.failed(2, SimulatedFailures.outage(), false, atSeconds(9));
      engine.succeeded(2, issued("LATE", START.plus(HOUR)), atSeconds(9));
      assertEquals(0, grant(2, 9));
      assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(9)));
      assertEquals(0, engine.quietFor(atSeconds(9)));
      assertEquals(List.of(), actions.wanted());
      assertEquals(List.of(), told());
      assertEquals(HOUR.toNanos() - 9 * SECOND, engine.worthKeepingFor(atSeconds(9)));

      engine.resume();
      assertEquals("ASIA1", asked(atSeconds(10)).credentials().accessKeyId());
      assertEquals(List.of("read claims"), actions.wanted(), "what had to wait, and no call");
    }

    @Test
    @DisplayName("is retained for at least 15 minutes, and not at all if it never called")
    void worth() {
      assertEquals(0, engine.worthKeepingFor(atSeconds(0)));
      haveAnHour();
      assertEquals(15 * MINUTE, engine.worthKeepingFor(atSeconds(3500)));
      assertEquals(15 * MINUTE, engine.worthKeepingFor(atSeconds(9999)));
    }
  }

  @Nested
  @DisplayName("a flight")
  class Flights {

    @Test
    @DisplayName("ignores attempts that are not the current one")
    void late() {
      assertNull(asked(atSeconds(0)));
      assertEquals(0, grant(9, 0));
      engine.succeeded(9, issued("LATE", START.plus(HOUR)), atSeconds(0));
      assertNull(engine.session());
      engine.failed(9, SimulatedFailures.denied(), false, atSeconds(0));
      assertTrue(actions.isInFlight());
      assertEquals(7 * SECOND, grant(1, 0));
    }

    @Test
    @DisplayName(
        "that was queued too long after its first attempt ends with the failure of that attempt")
    void queuedTooLong() {
      assertNull(asked(atSeconds(0)));
      Waiter waiter = join(0);
      fail(1, 0, SimulatedFailures.outage());
      engine.tick(atSeconds(0));
      assertEquals(List.of("urgent 1", "urgent 2"), actions.wanted());
      assertEquals(0, engine.granted(2, atMillis(17_751)));
      assertEquals("STS is down", text(actions.outcome(waiter)));
      assertFalse(actions.isInFlight());
    }

    @Test
    @DisplayName("times out, and its next attempt gets all remaining time")
    void timesOut() {
      assertNull(asked(atSeconds(0)));
      assertEquals(7 * SECOND, grant(1, 0));
      assertEquals(7 * SECOND, engine.nextWake(atSeconds(0)));
      engine.tick(atMillis(6999));
      assertEquals(List.of("urgent 1"), actions.wanted());
      engine.tick(atSeconds(7));
      assertEquals(List.of("time out 1"), actions.wanted());
      assertEquals(0, engine.nextWake(atSeconds(7)), "a pause of nothing, by the draw");
      engine.tick(atSeconds(7));
      assertEquals(List.of("urgent 2"), actions.wanted());
      assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(7)), "queued");
      assertEquals(11 * SECOND, grant(2, 7));
      engine.tick(atSeconds(18));
      assertEquals(List.of("time out 2"), actions.wanted());
      assertEquals(List.of("RefreshFailed"), told());
      assertFalse(actions.isInFlight());
    }

    @Test
    @DisplayName("that times out before its call fails with what kept it from the call")
    void obstacle() {
      CredentialsException obstacle = SimulatedFailures.noToken();
      assertNull(asked(atSeconds(0)));
      assertTrue(engine.granted(1, atSeconds(0)) > 0);
      Waiter hurried = join(2 * SECOND, atSeconds(0));
      Waiter waiter = join(0);
      actions.obstruct(obstacle);

      engine.tick(atSeconds(2));
      engine.tick(atSeconds(7));

      assertSame(obstacle, actions.outcome(hurried).failure().getCause());
      assertEquals(List.of("urgent 1", "abort 1"), actions.wanted());
      assertSame(obstacle, actions.outcome(waiter).failure());
    }

    @Test
    @DisplayName("that returns credentials with less than a second left has failed")
    void tooLate() {
      assertNull(asked(atSeconds(0)));
      Waiter waiter = join(0);
      assertTrue(grant(1, 0) > 0);
      engine.succeeded(1, issued("OLD", START.plusMillis(999)), atSeconds(0));
      assertTrue(text(actions.outcome(waiter)).contains("expire within a second"));
      assertNull(engine.session());
      assertNull(asked(atSeconds(1)));
      assertTrue(grant(2, 1) > 0);
      engine.succeeded(2, issued("NEW", START.plusSeconds(2)), atSeconds(1));
      assertEquals(SECOND, engine.session().lifetime(), "a second is enough");
    }

    @Test
    @DisplayName("that returns a longer lifetime than requested is limited to the requested one")
    void tooLong() {
      assertNull(asked(atSeconds(0)));
      succeed(1, 0, Duration.ofHours(13));
      assertEquals(Duration.ofHours(12).toNanos(), engine.session().lifetime());
    }

    @Test
    @DisplayName("that returns the first credentials spreads their refresh wider than later ones")
    void firstJitter() {
      engine = engine(RefreshPolicy.standard(), 1);
      haveAnHour();
      assertEquals(Duration.ofMinutes(25), Duration.ofNanos(engine.session().refreshAfter()));
      refresh(5);
      succeed(2, 5, HOUR);
      assertEquals(Duration.ofMinutes(31), Duration.ofNanos(engine.session().refreshAfter()));
    }

    /** Refreshes at 100 s, when it is another time by the issuer's clock. */
    private void receiveTheSameAgain(Instant server) {
      refresh(100);
      assertTrue(grant(2, 100) > 0);
      engine.succeeded(
          2,
          new ExchangeResult(Moments.credentials("ASIA1", START.plus(HOUR)), server, Duration.ZERO),
          atSeconds(100));
    }

    @Test
    @DisplayName("that returns the same credentials shows a sleep that both clocks missed")
    void sameAfterASleep() {
      haveAnHour();
      receiveTheSameAgain(START.plusSeconds(3300));
      assertEquals(300 * SECOND, engine.session().remainingAt(atSeconds(100)));
      assertEquals(Freshness.AHEAD, engine.status(atSeconds(100)).freshness());
      assertEquals("ASIA1", key(asked(atSeconds(399))));
      assertNull(asked(atSeconds(400)), "expired");
    }

    @Test
    @DisplayName("that is refused for its lifetime shows such a sleep, too")
    void tooLateAfterASleep() {
      haveAnHour();
      receiveTheSameAgain(START.plus(HOUR).minusMillis(500));
      assertEquals(500_000_000, engine.session().remainingAt(atSeconds(100)));
      assertNull(asked(atSeconds(101)), "expired");
    }

    @Test
    @DisplayName("that succeeds resets the failures: the next one makes three attempts")
    void endsTheRow() {
      haveAnHour();
      refresh(5);
      fail(2, 5, SimulatedFailures.noToken());
      refresh(6);
      succeed(3, 6, HOUR);
      assertNull(engine.status(atSeconds(6)).failure());
      refresh(7);
      fail(4, 7, SimulatedFailures.outage());
      assertTrue(actions.isInFlight());
    }

    @Test
    @DisplayName("after a failure makes one attempt while credentials are valid")
    void careful() {
      haveAnHour();
      engine.tick(atSeconds(2400));
      fail(2, 2400, SimulatedFailures.noToken());
      actions.wanted();
      engine.tick(atSeconds(2405));
      assertEquals(List.of("request 3", "look"), actions.wanted());
      fail(3, 2405, SimulatedFailures.outage());
      assertFalse(actions.isInFlight());
    }

    @Test
    @DisplayName("with less than two minutes left makes one attempt, with more it makes three")
    void lastMinutes() {
      haveAnHour();
      refresh(3481);
      fail(2, 3481, SimulatedFailures.outage());
      assertFalse(actions.isInFlight());
    }

    @Test
    @DisplayName("with two minutes left makes three attempts")
    void twoMinutes() {
      haveAnHour();
      refresh(3480);
      fail(2, 3480, SimulatedFailures.outage());
      assertTrue(actions.isInFlight());
    }

    @Test
    @DisplayName("pauses longer after each attempt")
    void pauses() {
      engine = engine(RefreshPolicy.standard(), 0.5);
      assertNull(asked(atSeconds(0)));
      fail(1, 0, SimulatedFailures.outage());
      assertEquals(50 * MILLISECOND, engine.nextWake(atSeconds(0)));
      engine.tick(atMillis(49));
      assertEquals(List.of("urgent 1"), actions.wanted());
      engine.tick(atMillis(50));
      assertEquals(List.of("urgent 2"), actions.wanted());
      fail(2, 1, SimulatedFailures.outage());
      assertEquals(100 * MILLISECOND, engine.nextWake(atSeconds(1)));
      engine.tick(atSeconds(2));
      fail(3, 2, SimulatedFailures.outage());
      assertFalse(actions.isInFlight());
    }

    @Test
    @DisplayName("reports the failure of its last attempt to callers that stop waiting")
    void lastFailure() {
      CredentialsException failure = SimulatedFailures.outage();
      assertNull(asked(atSeconds(0)));
      Waiter leaving = join(0);
      Waiter overdue = join(2 * SECOND, atSeconds(0));
      fail(1, 0, failure);
      assertSame(failure, engine.leave(leaving, atSeconds(1)).failure().getCause());
      engine.tick(atSeconds(2));
      assertSame(failure, actions.outcome(overdue).failure().getCause());
    }

    @Test
    @DisplayName("whose token was invalid continues immediately with another")
    void anotherToken() {
      haveAnHour();
      engine.tick(atSeconds(2400));
      assertTrue(grant(2, 2400) > 0);
      actions.wanted();
      engine.failed(2, SimulatedFailures.expiredToken(), true, atSeconds(2401));
      assertEquals(List.of("request 3"), actions.wanted());
      assertTrue(grant(3, 2401) > 0);
      engine.failed(3, SimulatedFailures.expiredToken(), true, atSeconds(2402));
      assertFalse(actions.isInFlight(), "once in a flight");
    }

    @Test
    @DisplayName("does not continue if the rate limit is reached")
    void noPermit() {
      haveAnHour();
      for (int attempt = 2; attempt <= 12; attempt++) {
        refresh(attempt);
        succeed(attempt, attempt, HOUR);
      }
      refresh(61);
      fail(13, 61, SimulatedFailures.outage());
      assertFalse(actions.isInFlight());
    }
  }

  @Nested
  @DisplayName("a threshold")
  class Thresholds {

    @Test
    @DisplayName("the last chance starts a refresh regardless of the backoff")
    void lastChance() {
      haveAnHour();
      refresh(3588);
      fail(2, 3588, SimulatedFailures.outage());
      actions.wanted();
      engine.tick(atMillis(3_589_999));
      assertEquals(List.of(), actions.wanted());
      engine.tick(atSeconds(3590));
      assertEquals(List.of("request 3"), actions.wanted());
    }

    @Test
    @DisplayName("the last chance waits for the floor")
    void lastChanceAfterTheFloor() {
      haveAnHour();
      refresh(3588);
      fail(2, 3588, SimulatedFailures.denied());
      actions.wanted();
      engine.tick(atMillis(3_593_999));
      assertEquals(List.of(), actions.wanted());
      engine.tick(atSeconds(3594));
      assertEquals(List.of("request 3"), actions.wanted());
    }

    @Test
    @DisplayName("expiration makes the next attempt earlier and is published")
    void expiry() {
      haveAnHour();
      asked(atSeconds(3597));
      asked(atSeconds(3597));
      fail(2, 3598, SimulatedFailures.invalidToken());
      actions.told();
      engine.tick(atSeconds(3600));
      assertEquals(
          List.of(
              new IrsaEvent.Expired(
                  IdentitySource.WEB_IDENTITY,
                  SimulatedFailures.ROLE,
                  START.plusSeconds(3600),
                  null)),
          actions.told());
      actions.wanted();
      engine.tick(atMillis(3_600_499));
      assertEquals(List.of(), actions.wanted());
      engine.tick(atMillis(3_600_500));
      assertEquals(List.of("urgent 3"), actions.wanted());
    }

    @Test
    @DisplayName("expiration starts a delayed refresh, because three more calls are allowed")
    void budgetAfterTheEnd() {
      haveAnHour();
      for (int attempt = 2; attempt <= 13; attempt++) {
        refresh(3570 + attempt);
        fail(attempt, 3570 + attempt, SimulatedFailures.outage());
      }
      actions.wanted();
      engine.tick(atMillis(3_599_999));
      assertEquals(List.of(), actions.wanted());
      engine.tick(atSeconds(3600));
      assertEquals(List.of("urgent 14"), actions.wanted());
    }

    @Test
    @DisplayName("the expiration of unwanted credentials is not published")
    void unwanted() {
      haveAnHour();
      engine.tick(atSeconds(4600));
      assertEquals(List.of(), told());
      assertFalse(actions.isInFlight());
    }

    @Test
    @DisplayName("expiration makes a queued refresh urgent")
    void promotes() {
      haveAnHour();
      engine.tick(atSeconds(2400));
      actions.wanted();
      engine.tick(atSeconds(3599));
      assertEquals(List.of(), actions.wanted());
      engine.tick(atSeconds(3600));
      assertEquals(List.of("promote 2"), actions.wanted());
      assertEquals(List.of("Expired"), told());
    }

    @Test
    @DisplayName("expiration does not affect a refresh that was granted")
    void promotesNotWhatRuns() {
      haveAnHour();
      engine.tick(atSeconds(3595));
      assertTrue(grant(2, 3595) > 0);
      actions.wanted();
      engine.tick(atSeconds(3600));
      assertEquals(List.of(), actions.wanted());
    }

    @ParameterizedTest(name = "the end tells until when old ones are served: {0}")
    @ValueSource(strings = {"outage", "denial", "no answer yet"})
    void stable(String last) {
      engine = engine(RefreshPolicy.standard().withStaticStability(Duration.ofMinutes(30)));
      haveAnHour();
      engine.tick(atSeconds(3580));
      switch (last) {
        case "outage" -> fail(2, 3580, SimulatedFailures.outage());
        case "denial" -> fail(2, 3580, SimulatedFailures.denied());
        default -> assertTrue(grant(2, 3599) > 0);
      }
      actions.told();

      engine.tick(atSeconds(3600));

      assertEquals(
          List.of(
              new IrsaEvent.Expired(
                  IdentitySource.WEB_IDENTITY,
                  SimulatedFailures.ROLE,
                  START.plusSeconds(3600),
                  last.equals("outage") ? START.plusSeconds(5400) : null)),
          actions.told());
    }

    @Test
    @DisplayName("the first credentials after a failure are a recovery")
    void recovery() {
      assertNull(asked(atSeconds(0)));
      fail(1, 0, SimulatedFailures.denied());
      assertNull(asked(atSeconds(5)));
      succeed(2, 5, HOUR);
      assertEquals(List.of("RefreshFailed", "Refreshed", "Recovered"), told());
    }
  }

  @Nested
  @DisplayName("the token")
  class Token {

    @Test
    @DisplayName("that changed after a failure starts a refresh, once, regardless of the backoff")
    void found() {
      assertNull(asked(atSeconds(0)));
      fail(1, 0, SimulatedFailures.noToken());
      actions.wanted();
      engine.newInputFound(atMillis(500));
      assertEquals(List.of("urgent 2"), actions.wanted());
      engine.newInputFound(atMillis(500));
      assertEquals(List.of(), actions.wanted());
      fail(2, 1, SimulatedFailures.outage());
      assertTrue(actions.isInFlight());
    }

    @Test
    @DisplayName("that changed without being waited for starts nothing")
    void notWaitedFor() {
      haveAnHour();
      engine.newInputFound(atSeconds(5));
      assertEquals(List.of(), actions.wanted());
    }

    @Test
    @DisplayName(
        "is read ten seconds after the credentials were received, and its claims are in the status")
    void claims() {
      haveAnHour();
      assertEquals(10 * SECOND, engine.nextWake(atSeconds(0)));
      engine.tick(atSeconds(10));
      assertEquals(List.of("read claims"), actions.wanted());
      TokenClaims claims = new TokenClaims("issuer", "subject", List.of(), null, null);
      engine.claimsRead(claims, atSeconds(10));
      assertSame(claims, engine.status(atSeconds(10)).tokenClaims());
    }

    @Test
    @DisplayName("that has stalled is published, and used once more before it expires")
    void stalled() {
      TokenClaims claims =
          new TokenClaims("i", "s", List.of(), START, START.plus(Duration.ofMinutes(40)));
      haveAnHour();
      engine.claimsRead(claims, atSeconds(10));
      assertEquals(START.plusSeconds(2400), engine.status(atSeconds(10)).nextRefreshAt());

      engine.claimsRead(claims, atSeconds(1980));

      assertEquals(List.of("TokenStalled"), told());
      assertEquals(START.plusSeconds(2160), engine.status(atSeconds(1980)).nextRefreshAt());
    }

    @Test
    @DisplayName("that was replaced is published")
    void rotated() {
      haveAnHour();
      engine.claimsRead(new TokenClaims("one", "s", List.of(), null, null), atSeconds(10));
      engine.claimsRead(new TokenClaims("two", "s", List.of(), null, null), atSeconds(20));
      engine.claimsRead(null, atSeconds(30));
      assertEquals(List.of("TokenRotated"), told());
    }
  }

  @Nested
  @DisplayName("due work")
  class FallenDue {

    @ParameterizedTest(name = "is performed by the next: {0}")
    @ValueSource(strings = {"call", "refresh", "rejection", "grant", "status", "wake-up"})
    void comesFirst(String next) {
      assertNull(asked(atSeconds(0)));
      Waiter overdue = join(3 * SECOND, atSeconds(0));
      TimePoint now = atSeconds(3);
      switch (next) {
        case "call" -> assertNull(asked(now));
        case "refresh" -> assertFalse(actions.isCompleted(refresh(DEADLINE, now)));
        case "rejection" -> engine.invalidate("ASIAOTHER", now);
        case "grant" -> assertTrue(engine.granted(1, now) > 0);
        case "status" -> assertNull(engine.status(now).freshness());
        default -> engine.tick(now);
      }
      assertTrue(actions.isCompleted(overdue));
    }
  }

  @Nested
  @DisplayName("the next wake-up")
  class Wake {

    @Test
    @DisplayName("is never scheduled without credentials, a flight or a waiter")
    void nothing() {
      assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(0)));
    }

    @Test
    @DisplayName("is the earliest of all")
    void earliest() {
      assertNull(asked(atSeconds(0)));
      assertTrue(grant(1, 0) > 0);
      assertEquals(7 * SECOND, engine.nextWake(atSeconds(0)));
      join(5 * SECOND, atSeconds(0));
      assertEquals(5 * SECOND, engine.nextWake(atSeconds(0)));
      refresh(3 * SECOND, atSeconds(0));
      assertEquals(3 * SECOND, engine.nextWake(atSeconds(0)));
    }

    @Test
    @DisplayName("in lazy mode is scheduled only for flights and waiters")
    void lazy() {
      engine = engine(RefreshPolicy.lazy());
      haveAnHour();
      assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(0)));
      refresh(5);
      assertEquals(DEADLINE, engine.nextWake(atSeconds(5)));
    }

    @Test
    @DisplayName("with credentials is scheduled when their refresh is due")
    void session() {
      haveAnHour();
      engine.tick(atSeconds(10));
      assertEquals(2390 * SECOND, engine.nextWake(atSeconds(10)));
    }
  }

  @Nested
  @DisplayName("the status")
  class Status {

    @Test
    @DisplayName("says what is known")
    void whole() {
      SessionStatus empty = engine.status(atSeconds(0));
      assertEquals(new SessionStatus(null, null, null, null, null, null, 0, null, null), empty);
      assertNull(asked(atSeconds(0)));
      assertTrue(grant(1, 0) > 0);
      Instant server = START.plusSeconds(100);
      engine.succeeded(
          1,
          new ExchangeResult(
              Moments.credentials("ASIA1", server.plus(HOUR)), server, Duration.ofMillis(200)),
          atSeconds(1));
      assertEquals(
          new SessionStatus(
              Freshness.FRESH,
              server.plus(HOUR),
              START.plusSeconds(1).plus(Duration.ofNanos(engine.session().refreshAfter())),
              START.plusSeconds(1),
              null,
              null,
              0,
              Duration.ofMillis(99_100),
              null),
          engine.status(atSeconds(2)));
    }

    @Test
    @DisplayName("says what failed, when, and when it goes on")
    void failure() {
      CredentialsException failure = SimulatedFailures.denied();
      assertNull(asked(atSeconds(0)));
      fail(1, 3, failure);
      assertEquals(
          new SessionStatus(null, null, null, null, failure, START.plusSeconds(3), 1, null, null),
          engine.status(atSeconds(3)));
    }

    @Test
    @DisplayName("lets fall due what the clocks show, for it must not disagree with calls")
    void ticks() {
      haveAnHour();
      assertEquals(Freshness.AHEAD, engine.status(atSeconds(2400)).freshness());
      assertTrue(actions.isInFlight());
      assertEquals(300 * MILLISECOND * 1000, engine.quietFor(atSeconds(2400)));
    }
  }
}
