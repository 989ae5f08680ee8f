package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.events.Listeners;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.Internals;
import dev.irsa.simulation.KeyedSpec;
import dev.irsa.simulation.LoopThread;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.VirtualSession;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.simulation.VirtualSts.Reply;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the sharing and the end of sessions on virtual time, with one thread. */
class SessionsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration RESTS_AFTER = Duration.ofSeconds(1);
  private static final String SIGNER = "signer";

  private final ManualTime time = ManualTime.startingAt(Moments.START);
  private final Map<Object, VirtualSts> endpoints = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private final Sessions sessions = Moments.sessions(time, VirtualSts::perform);
  private boolean isWithoutExchange;

  private VirtualSts sts(Object key) {
    return endpoints.computeIfAbsent(
        key, unused -> new VirtualSts(time).named("ASIA-" + key + "-"));
  }

  private Exchange exchange(Object key) {
    if (isWithoutExchange) {
      throw new IllegalStateException("as told");
    }
    return sts(key);
  }

  private KeyedSpec spec(Object key) {
    return new KeyedSpec(key, SimulatedFailures.SUBJECT, () -> exchange(key))
        .logging(event -> log.add(name(event)));
  }

  private static String name(IrsaEvent event) {
    return event.getClass().getSimpleName();
  }

  private SessionHandle<KeyedSpec> handle(KeyedSpec spec, List<Consumer<IrsaEvent>> listeners) {
    return new SessionHandle<>(sessions, () -> spec, listeners, 10, DEADLINE);
  }

  private SessionHandle<KeyedSpec> handle(Object key) {
    return handle(spec(key), List.of());
  }

  private SessionHandle<KeyedSpec> chained(Object key) {
    return handle(spec(key).signedBy(spec(SIGNER)), List.of());
  }

  private String key(SessionHandle<KeyedSpec> handle) {
    CompletableFuture<SessionCredentials> answer = handle.credentialsAsync();
    settle();
    return VirtualSession.answer(answer).accessKeyId();
  }

  private int calls(Object key) {
    return sts(key).exchanges.size();
  }

  private void settle() {
    time.advance(Duration.ZERO);
  }

  /** Closes a handle, and lets its session rest if it was the last user. */
  private void end(SessionHandle<KeyedSpec> handle) {
    handle.close();
    time.advance(RESTS_AFTER);
  }

  private int retained() {
    return ((Map<?, ?>) Internals.read(sessions, "all")).size() - sessions.size();
  }

  private static void drop(SessionHandle<KeyedSpec> handle) {
    AtomicReference<?> opening = (AtomicReference<?>) Internals.read(handle, "opening");
    assertTrue(((HandleSessions<?>) opening.get()).enqueue(), "as the garbage collector does");
  }

  // ---- sharing

  @Test
  void aListenerOfSeveralHandlesIsToldOnceAndOnlyWhileOneOfThemIsOpen() {
    List<String> both = new ArrayList<>();
    List<String> other = new ArrayList<>();
    Object listener = new Object();
    Consumer<IrsaEvent> adds = event -> both.add(name(event));
    List<SessionHandle<KeyedSpec>> handles = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      handles.add(handle(spec("a"), List.of(new Listeners.Subscriber(listener, adds))));
    }
    handles.add(handle(spec("a"), List.of(event -> other.add(name(event)))));
    handles.forEach(this::key);
    time.advance(Duration.ofHours(1));
    assertEquals(List.of("Refreshed", "Refreshed"), both);
    end(handles.remove(3));
    end(handles.remove(2));

    time.advance(Duration.ofHours(1));
    handles.forEach(SessionHandle::close);
    time.advance(RESTS_AFTER);

    assertEquals(List.of("Refreshed"), other, "of the second refresh");
    assertEquals("Closed", both.get(both.size() - 1));
    assertEquals(both, log, "and so is the log");
  }

  @Test
  void aListenerHearsOnlyOfTheEndAfterItsHandleWasClosed() {
    List<String> heard = new ArrayList<>();
    SessionHandle<KeyedSpec> other = withKey("a");
    SessionHandle<KeyedSpec> closed = handle(spec("a"), List.of(event -> heard.add(name(event))));
    assertEquals("ASIA-a-1", key(closed));
    closed.close();
    settle();

    var unused = other.session();
    sessions.invalidate("ASIA-a-1");
    settle();

    assertEquals(2, calls("a"));
    assertEquals(List.of(), heard);
    other.close();
    settle();
    assertEquals(List.of("Closed"), heard, "within the second");
  }

  @Test
  void aListenerFindsInTheStatusWhatItIsTold() {
    List<String> found = new ArrayList<>();
    AtomicReference<SessionHandle<KeyedSpec>> told = new AtomicReference<>();
    told.set(
        handle(
            spec("a"),
            List.of(
                event -> {
                  SessionStatus status = told.get().session().status();
                  found.add(name(event) + " " + status.freshness() + " " + status.attempts());
                })));
    sts("a").behave(VirtualSession::denied);
    var unused = told.get().credentialsAsync();
    settle();

    sts("a").behave(sts("a")::ok);
    time.advance(Duration.ofSeconds(10));
    assertEquals("ASIA-a-1", key(told.get()));

    assertEquals(List.of("RefreshFailed null 1", "Refreshed FRESH 0", "Recovered FRESH 0"), found);
  }

  // ---- rest

  @Test
  void aSecondAfterTheLastUserLeftTheSessionRests() {
    SessionHandle<KeyedSpec> other = handle("b");
    assertEquals("ASIA-b-1", key(other));
    SessionHandle<KeyedSpec> one = handle("a");
    SessionHandle<KeyedSpec> same = handle("a");
    assertEquals(key(one), key(same));
    end(one);
    one.close();
    assertEquals(2, sessions.size());

    same.close();
    time.advance(RESTS_AFTER.minusNanos(1));
    assertFalse(log.contains("Closed"), "a user may come with the next request");
    time.advance(Duration.ofNanos(1));

    assertEquals(List.of("Refreshed", "Refreshed", "Closed"), log);
    assertEquals(1, sessions.size());
    other.close();
  }

  @Test
  void withTheLastOneThatIsOpenAllRestAtOnceWithoutAThreadOrATimer() {
    SessionHandle<KeyedSpec> one = handle("a");
    SessionHandle<KeyedSpec> other = handle("b");
    assertEquals("ASIA-a-1", key(one));
    assertEquals("ASIA-b-1", key(other));
    one.close();
    other.close();
    settle();

    assertEquals(List.of("Refreshed", "Refreshed", "Closed", "Closed"), log);
    assertEquals(0, sessions.size());
    time.advance(RESTS_AFTER);
    assertEquals(0, time.pendingTasks());
  }

  /** Otherwise it would be refreshed for ever: the check that finds no users came first. */
  @Test
  void aSessionRestsWhoseUserHasLeftBeforeTheLoopKnewOfIt() {
    SessionHandle<KeyedSpec> other = withKey("other");
    SessionHandle<KeyedSpec> first = withKey("a");
    SessionHandle<KeyedSpec> late = handle("a");
    Runnable beforeTheCheck =
        () -> {
          late.startEarly();
          late.close();
        };
    var unused =
        time.scheduler().schedule(beforeTheCheck, RESTS_AFTER.toNanos(), TimeUnit.NANOSECONDS);
    first.close();
    other.close();
    settle();

    time.advance(RESTS_AFTER);

    assertEquals(0, time.pendingTasks());
  }

  @Test
  void aCloseEndsNoWait() {
    sts("a").behave(() -> sts("a").ok().after(Duration.ofSeconds(5)));
    SessionHandle<KeyedSpec> handle = handle("a");
    CompletableFuture<SessionCredentials> waiting = handle.credentialsAsync();
    settle();

    end(handle);
    assertEquals(1, sessions.size());
    time.advance(Duration.ofSeconds(4));

    assertEquals("ASIA-a-1", waiting.join().accessKeyId());
    assertEquals(0, sessions.size());
  }

  @Test
  void aDroppedHandleIsClosedByTheNextOneAndOtherwiseByTheNextRefresh() {
    SessionHandle<KeyedSpec> first = handle("a");
    SessionHandle<KeyedSpec> second = handle("b");
    assertEquals(List.of("ASIA-a-1", "ASIA-b-1"), List.of(key(first), key(second)));
    drop(first);
    assertEquals("ASIA-c-1", key(handle("c")));
    time.advance(RESTS_AFTER);
    assertEquals(2, sessions.size());

    drop(second);
    time.advance(Duration.ofHours(1));

    assertEquals(1, sessions.size());
    assertEquals(List.of(1, 1), List.of(calls("a"), calls("b")), "the sweep came first");
  }

  // ---- what is retained

  private SessionHandle<KeyedSpec> withKey(Object key) {
    SessionHandle<KeyedSpec> handle = handle(key);
    assertEquals("ASIA-" + key + "-1", key(handle));
    return handle;
  }

  @Test
  void whatIsRetainedSurvivesTheSweepsOfOtherSessions() {
    SessionHandle<KeyedSpec> other = withKey("other");
    end(withKey("a"));
    time.advance(Duration.ofMinutes(10));

    SessionHandle<KeyedSpec> after = handle("a");
    assertEquals("ASIA-a-1", key(after));
    assertEquals(2, sessions.size());
    end(after);
    end(other);

    assertEquals(0, sessions.size());
    assertEquals(0, time.pendingTasks());
  }

  @Test
  void theOnlyRetainedSessionIsDroppedByTheSweepAfterItsTime() {
    end(withKey("a"));
    SessionHandle<KeyedSpec> other = withKey("other");
    time.advance(Duration.ofMinutes(50));
    assertNotNull(sessions.peek(spec("a")));

    time.advance(Duration.ofMinutes(15));

    assertNull(sessions.peek(spec("a")));
    end(other);
  }

  /** No thread and no timer is left that would drop it before. */
  @Test
  void theExpiredSecretOfTheLastHandleIsDroppedByTheNextUseOfAnySession() {
    end(withKey("a"));
    assertEquals(0, time.pendingTasks());
    time.advance(Duration.ofHours(30));
    assertEquals(1, retained());

    SessionHandle<KeyedSpec> next = handle("b");
    next.startEarly();
    settle();

    assertNull(sessions.peek(spec("a")));
    end(next);
  }

  @Test
  void onlyWhatHasExpiredIsDropped() {
    SessionHandle<KeyedSpec> early = withKey("early");
    time.advance(Duration.ofMinutes(15));
    SessionHandle<KeyedSpec> late = withKey("late");
    early.close();
    end(late);
    time.advance(Duration.ofMinutes(50));

    end(withKey("another"));

    assertNull(sessions.peek(spec("early")));
    assertNotNull(sessions.peek(spec("late")));
  }

  @Test
  void whatLimitsCallsIsRetainedForAQuarterOfAnHour() {
    sts("a").behave(VirtualSession::denied);
    SessionHandle<KeyedSpec> denied = handle("a");
    var unused = denied.credentialsAsync();
    settle();
    end(denied);

    time.advance(Duration.ofMinutes(14).plusSeconds(50));
    end(withKey("b"));
    assertNotNull(sessions.peek(spec("a")));
    time.advance(Duration.ofSeconds(15));
    end(withKey("c"));

    assertNull(sessions.peek(spec("a")));
  }

  @Test
  void aSessionThatNeverCalledIsNotRetained() {
    sessions.take(spec("a")).leave();
    time.advance(RESTS_AFTER);
    assertNull(sessions.peek(spec("a")));
    assertEquals(0, retained());
  }

  @Test
  void theNumberOfRetainedSessionsIsLimited() {
    for (int role = 0; role <= RetainedSessions.MOST; role++) {
      SessionHandle<KeyedSpec> handle = handle("role " + role);
      handle.startEarly();
      handle.close();
      time.advance(Duration.ofMillis(60));
    }
    time.advance(RESTS_AFTER);
    assertNull(sessions.peek(spec("role 0")));
    assertNotNull(sessions.peek(spec("role 1")));
    assertEquals(RetainedSessions.MOST, retained());
  }

  /** A key during whose look-up something happens, as on another thread. */
  private static final class InterruptedKey {
    private @Nullable Runnable next;

    @Override
    public int hashCode() {
      Runnable now = next;
      next = null;
      if (now != null) {
        now.run();
      }
      return 1;
    }

    @Override
    public String toString() {
      return "raced";
    }
  }

  @Test
  void whoTakesASessionWhileItIsRemovedGetsAnotherOneAndNothingIsLeftOfTheFirst() {
    InterruptedKey key = new InterruptedKey();
    Session before = sessions.take(spec(key));
    before.leave();
    List<Session> taken = new ArrayList<>();
    // It rests and is worth nothing, so its removal is the next look-up.
    key.next = () -> taken.add(sessions.take(spec(key)));

    time.advance(RESTS_AFTER);

    assertNotSame(before, taken.get(0));
    assertSame(taken.get(0), sessions.peek(spec(key)));
    assertEquals(0, retained());
  }

  // ---- discarding

  @Test
  void discardingIncludesWhatIsRetainedAndCopiesAndHandlesOpenAgain() {
    List<String> copies = new ArrayList<>(List.of("a copy"));
    Runnable drop = copies::clear;
    sessions.alsoForget(drop);
    end(withKey("a"));
    List<KeyedSpec> configured = new ArrayList<>(List.of(spec("b"), spec("c")));
    SessionHandle<KeyedSpec> handle =
        new SessionHandle<>(sessions, () -> configured.remove(0), List.of(), 10, DEADLINE);
    assertEquals("ASIA-b-1", key(handle));

    // Nobody takes steps meanwhile: the wait for the loop is limited.
    sessions.discardAll();

    assertEquals(List.of(), copies);
    settle();
    assertNull(sessions.peek(spec("b")).status().freshness());
    assertEquals("ASIA-a-2", key(handle("a")));
    assertEquals("ASIA-c-1", key(handle), "its environment is read again");
  }

  // ---- chained roles

  @Test
  void theSignerIsAskedFirstWithoutAThreadAndIsUsedWhileTheChainedSessionIs() {
    sts(SIGNER).behave(() -> sts(SIGNER).ok().after(Duration.ofSeconds(1)));
    SessionHandle<KeyedSpec> handle = chained("a");
    CompletableFuture<SessionCredentials> answer = handle.credentialsAsync();
    settle();
    assertEquals(List.of(1, 0), List.of(calls(SIGNER), calls("a")));
    time.advance(Duration.ofSeconds(1));

    assertEquals("ASIA-a-1", VirtualSession.answer(answer).accessKeyId());
    time.advance(Duration.ofHours(2));
    assertEquals(2, sessions.size());
    assertTrue(calls(SIGNER) >= 3, "its credentials are kept fresh as well");
    handle.close();
    time.advance(RESTS_AFTER.multipliedBy(2));

    assertEquals(0, sessions.size());
    assertEquals(0, time.pendingTasks());
  }

  @Test
  void theFailureOfTheSignerIsTheFailure() {
    sts(SIGNER).behave(VirtualSession::denied);
    SessionHandle<KeyedSpec> handle = chained("a");

    CompletableFuture<SessionCredentials> answer = handle.credentialsAsync();
    settle();

    var failure = assertThrows(CredentialsException.class, () -> VirtualSession.answer(answer));
    assertEquals("STS said AccessDenied", failure.summary());
    assertEquals(0, calls("a"));
  }

  @Test
  void aRefreshWithoutTheCredentialsOfTheSignerFailsAsItDid() {
    List<String> heard = new ArrayList<>();
    sts(SIGNER).lifetime = Duration.ofMinutes(15);
    SessionHandle<KeyedSpec> handle =
        handle(
            spec("a").signedBy(spec(SIGNER)),
            List.of(
                event -> {
                  if (event instanceof IrsaEvent.RefreshFailed failed) {
                    heard.add(failed.failure().summary());
                  }
                }));
    assertEquals("ASIA-a-1", key(handle));
    sts(SIGNER).behave(() -> Reply.failing(SimulatedFailures::outage));
    int calls = calls("a");

    time.advance(Duration.ofHours(1));

    assertEquals(calls, calls("a"), "nobody signs");
    assertTrue(heard.contains("STS is down"), heard::toString);
    sts(SIGNER).behave(sts(SIGNER)::ok);
    time.advance(Duration.ofMinutes(10));
    assertEquals("ASIA-a-" + (calls + 1), key(handle));
  }

  /** Otherwise its requests would not be signed, and its users would never be counted again. */
  @Test
  void aChainedSessionWhoseSignerCannotBeTakenFailsAndRecovers() {
    SessionHandle<KeyedSpec> handle = chained("a");
    var unused = sessions.take(spec("a").signedBy(spec(SIGNER)));
    isWithoutExchange = true;
    settle();
    CompletableFuture<SessionCredentials> failed = handle.credentialsAsync();
    settle();
    assertThrows(CredentialsException.class, () -> VirtualSession.answer(failed));
    assertEquals(0, calls("a"));

    isWithoutExchange = false;

    assertEquals("ASIA-a-1", key(handle));
    assertEquals(1, calls(SIGNER));
  }

  @Test
  void aSessionThatNeverBeganDoesNotCountWhenItRests() {
    Session taken = sessions.take(spec("a").signedBy(spec(SIGNER)));
    isWithoutExchange = true;
    settle();
    taken.leave();
    time.advance(RESTS_AFTER);
    isWithoutExchange = false;

    SessionHandle<KeyedSpec> handle = handle("b");
    assertEquals("ASIA-b-1", key(handle));
    end(handle);
    time.advance(RESTS_AFTER);

    assertEquals(0, time.pendingTasks());
  }

  // ---- callers

  /** A loop that is late or dead never keeps a caller. */
  @Test
  void validCredentialsAreServedBeforeTheLoopTakesAStepAlthoughARefreshIsDue() {
    SessionHandle<KeyedSpec> handle = withKey("a");
    time.suspend(Duration.ofMinutes(50));

    SessionCredentials served = VirtualSession.answer(handle.credentialsAsync());

    assertEquals("ASIA-a-1", served.accessKeyId());
    assertEquals(1, calls("a"));
    settle();
    assertEquals(2, calls("a"), "the loop was nudged");
  }

  /** Nor does one that cannot start. */
  @Test
  void validCredentialsOfASessionThatRestsAreServedBeforeTheLoopTakesAStep() {
    end(withKey("a"));
    SessionHandle<KeyedSpec> handle = handle("a");

    SessionCredentials served = VirtualSession.answer(handle.credentialsAsync());

    assertEquals("ASIA-a-1", served.accessKeyId());
    settle();
    assertEquals(1, sessions.size());
    end(handle);
  }

  @Test
  void whoIsAnsweredFindsWhatWasPublished() {
    VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);
    List<Boolean> published = new ArrayList<>();
    CompletableFuture<CallerResult> answer = new CompletableFuture<>();
    var unused =
        answer.thenAccept(result -> published.add(result.credentials().equals(session.quiet())));

    session.session.ask(CallerRequest.any(), answer);
    session.settle();

    assertEquals(List.of(true), published);
  }

  // ---- views

  @Test
  void theSessionOfANewViewIsKeptAfterTheClockWasSetBack() {
    SessionHandle<KeyedSpec> handle =
        new SessionHandle<>(sessions, () -> spec("pod"), List.of(), 2, DEADLINE);
    for (String key : List.of("a", "b")) {
      assertEquals("ASIA-" + key + "-1", key(handle.view(key, false, pod -> spec(key))));
    }
    time.step(Duration.ofHours(-1));
    assertEquals("ASIA-c-1", key(handle.view("c", false, pod -> spec("c"))));

    assertTrue(handle.view("c", false, pod -> spec("c")).isOpen());
    handle.close();
  }

  // ---- the cost of a step

  /** What a view requests, which counts how often it is looked at. */
  private record CountedRequest(String key, AtomicInteger looks) {
    @Override
    public boolean equals(@Nullable Object other) {
      looks.incrementAndGet();
      return other instanceof CountedRequest that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
      looks.incrementAndGet();
      return key.hashCode();
    }
  }

  /** Returns how often views are looked at when the sessions of ten others replace ten of them. */
  private static int looks(int kept) {
    SessionsTest world = new SessionsTest();
    AtomicInteger looks = new AtomicInteger();
    SessionHandle<KeyedSpec> handle =
        new SessionHandle<>(world.sessions, () -> world.spec("pod"), List.of(), kept, DEADLINE);
    for (int number = 0; number < kept + 10; number++) {
      if (number == kept) {
        looks.set(0);
      }
      CountedRequest request = new CountedRequest("" + number, looks);
      var unused = handle.view(request, false, pod -> world.spec(request.key)).credentialsAsync();
      world.settle();
    }
    int counted = looks.get();
    handle.close();
    return counted;
  }

  @Test
  void aNewViewCostsTheSameHoweverManyAreKept() {
    // A little more where keys of a map collide.
    assertEquals(looks(10), looks(1_000), 10);
  }

  @Test
  void noStepOfASweepLooksAtAllSessions() {
    AtomicInteger steps = new AtomicInteger();
    Sessions many =
        new Sessions(
            new Clocks(time.clock(), time.nanoTime()),
            Moments.drawing(0.5),
            new LoopThread(time.newScheduler(), steps::incrementAndGet),
            Workers.of(VirtualSts::perform));
    List<Session> taken = new ArrayList<>();
    for (int number = 0; number < 1_000; number++) {
      taken.add(many.take(spec(number)));
    }
    settle();
    time.advance(Duration.ofSeconds(59));
    steps.set(0);

    time.advance(Duration.ofSeconds(1));

    assertTrue(steps.get() >= 1_000 / 64, () -> steps + " steps");
    taken.forEach(Session::leave);
    settle();
  }

  // ---- chance

  @Test
  void processesThatAreRestoredFromOneImageDoNotActInStep() {
    List<Double> drawn = new ArrayList<>();
    for (int process = 0; process < 2; process++) {
      ReseededRandom jitter = new ReseededRandom(new Random(42));
      assertEquals(new Random(42).nextLong(), jitter.nextLong());
      jitter.run();
      drawn.add(jitter.nextDouble());
    }
    assertFalse(drawn.contains(new Random(42).nextDouble()));
    assertEquals(2, drawn.stream().distinct().count());
  }
}
