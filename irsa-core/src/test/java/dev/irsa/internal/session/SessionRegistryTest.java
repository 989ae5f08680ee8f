package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.events.Subscriber;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.HeldLock;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.ThreadlessTimer;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.simulation.WatchedNanos;
import dev.irsa.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the sharing and the end of sessions, on virtual time and with one thread. */
class SessionRegistryTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final ManualTime time = ManualTime.startingAt(Moments.START);
  private final List<ScheduledExecutorService> timers = new ArrayList<>();
  private final List<VirtualSts> sources = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final SessionRegistry registry =
      new SessionRegistry(
          new Clocks(time.clock(), new WatchedNanos(time.nanoTime())),
          () -> new SplittableRandom(1),
          new SharedExecutors(this::timer, this::work));
  private Duration delay = Duration.ZERO;

  /** The owner of all leases in this test. */
  private final Object owner = new Object();

  @AfterEach
  void noLockRemainsHeld() {
    assertFalse(HeldLock.of(registry));
    assertFalse(HeldLock.of(SessionRegistry.shared()));
  }

  private ScheduledExecutorService timer() {
    ScheduledExecutorService timer = time.newScheduler();
    timers.add(timer);
    return timer;
  }

  private List<Boolean> stopped() {
    return timers.stream().map(ScheduledExecutorService::isShutdown).toList();
  }

  /** Runs exchanges on virtual time, and other tasks immediately. */
  private void work(Runnable task) {
    VirtualSts called = VirtualSts.calledBy(task);
    if (called == null) {
      task.run();
    } else {
      called.execute(task);
    }
  }

  private Exchange source() {
    VirtualSts sts = new VirtualSts(time).named("ASIA" + (sources.size() + 1) + "N");
    sts.behave(() -> sts.ok().after(delay));
    sources.add(sts);
    return sts;
  }

  private SessionRegistry.Terms terms(Object key, URI endpoint) {
    return new SessionRegistry.Terms(
        key,
        Subject.ofRole(SimulatedFailures.ROLE, endpoint),
        this::source,
        RefreshPolicy.standard(),
        Duration.ofDays(365),
        () -> event -> log.add(event.getClass().getSimpleName()));
  }

  private SessionRegistry.Terms terms(Object key) {
    return terms(key, SimulatedFailures.ENDPOINT);
  }

  private SessionRegistry.Lease lease(Object key, Consumer<IrsaEvent> listener) {
    return registry.lease(terms(key), owner, List.of(listener));
  }

  private SessionRegistry.Lease lease(Object key) {
    return lease(key, unused -> {});
  }

  private CompletableFuture<SessionCredentials> ask(SessionRegistry.Lease lease) {
    return lease.session().future(CallRequest.within(DEADLINE), () -> {});
  }

  private String key(SessionRegistry.Lease lease) {
    CompletableFuture<SessionCredentials> answer = ask(lease);
    time.advance(delay);
    assertTrue(answer.isDone(), "answered");
    return answer.join().accessKeyId();
  }

  @Test
  void equalKeysShareASessionAndOthersDoNot() {
    SessionRegistry.Lease one = lease("a");
    SessionRegistry.Lease same = lease("a");
    SessionRegistry.Lease other = lease("b");

    assertSame(one.session(), same.session());
    assertNotSame(one.session(), other.session());
    assertEquals(2, registry.size());
    assertEquals(2, sources.size(), "a source is made only where there is none to share");
    assertEquals(1, timers.size(), "all share their threads");
    assertEquals("ASIA1N1", key(one));
    assertEquals("ASIA1N1", key(same));
    assertEquals("ASIA2N1", key(other));
  }

  @Test
  void theLastCloseStopsTheSessionAndTheLastSessionStopsTheThreads() {
    SessionRegistry.Lease one = lease("a");
    SessionRegistry.Lease same = lease("a");
    SessionRegistry.Lease other = lease("b");
    assertEquals("ASIA1N1", key(one));

    one.close();
    one.close();
    assertEquals(2, registry.size(), "closing twice is harmless");
    assertEquals("ASIA1N1", key(same));
    same.close();
    assertEquals(1, registry.size());
    assertEquals(List.of(false), stopped(), "one session lives on");
    assertNull(same.session().credentialsIfQuiet(time.clock().millis()));
    other.close();

    assertEquals(0, registry.size());
    assertEquals(List.of(true), stopped());
    assertEquals(0, time.pendingTasks());
    other.close();
    assertEquals(List.of(true), stopped());
  }

  @Test
  void aListenerOfSeveralLeasesReceivesEachEventOnce() {
    List<IrsaEvent> events = new ArrayList<>();
    Object listener = new Object();
    List<SessionRegistry.Lease> leases = new ArrayList<>();
    for (int handle = 0; handle < 5; handle++) {
      leases.add(lease("a", new Subscriber(listener, events::add)));
    }
    leases.remove(0).close();
    assertEquals("ASIA1N1", key(leases.get(0)));
    assertEquals(1, events.size());

    leases.forEach(SessionRegistry.Lease::close);

    assertInstanceOf(IrsaEvent.Closed.class, events.get(1));
    assertEquals(2, events.size());
  }

  @Test
  void theNextLeaseReturnsThoseOfOwnersThatWereDropped() {
    SessionRegistry.Lease dropped = lease("a");
    assertTrue(dropped.enqueue(), "as the garbage collector does");

    SessionRegistry.Lease other = lease("b");

    assertEquals(1, registry.size());
    dropped.close();
    other.close();
    assertEquals(List.of(true), stopped());
  }

  @Test
  void aSessionWhoseOwnersWereDroppedEndsAfterItsNextRefresh() {
    SessionRegistry.Lease dropped = lease("a");
    assertEquals("ASIA1N1", key(dropped));
    assertTrue(dropped.enqueue(), "as the garbage collector does");

    time.advance(Duration.ofHours(3));

    assertEquals(2, sources.get(0).exchanges.size());
    assertEquals(0, registry.size());
    assertEquals(List.of(true), stopped());
  }

  @Test
  void ifTheTimerGetsNoThreadARefreshEndsWithItsFailureAndTheLeaseIsReturned() {
    ThreadlessTimer troubledTimer = new ThreadlessTimer(time.newScheduler());
    var troubled =
        new SessionRegistry(
            new Clocks(time.clock(), time.nanoTime()),
            () -> new SplittableRandom(1),
            new SharedExecutors(troubledTimer::get, this::work));
    SessionRegistry.Lease lease = troubled.lease(terms("a"), owner, List.of());
    sources.get(0).behave(() -> VirtualSts.Reply.failing(SimulatedFailures::outage));
    CompletableFuture<SessionCredentials> answer = ask(lease);
    time.advance(Duration.ZERO);
    assertTrue(answer.isCompletedExceptionally(), "nobody would try again");

    lease.close();

    assertEquals(0, troubled.size());
    assertTrue(troubledTimer.get().isShutdown());
  }

  @Test
  void aNewUserFindsTheRetainedCredentials() {
    SessionRegistry.Lease before = lease("a");
    assertEquals("ASIA1N1", key(before));
    before.close();
    assertNull(before.session().credentialsIfQuiet(time.clock().millis()));
    assertEquals(0, time.pendingTasks(), "it is kept without a timer");

    SessionRegistry.Lease after = lease("a");

    assertEquals("ASIA1N1", key(after));
    assertEquals(1, sources.get(0).exchanges.size());
    time.advance(Duration.ofMinutes(41));
    assertEquals(2, sources.get(0).exchanges.size(), "it is refreshed ahead again");
    after.close();
    assertEquals(List.of(true, true), stopped());
  }

  @Test
  void aSessionThatNeverCalledIsNotRetained() {
    SessionRegistry.Lease before = lease("a");
    before.close();
    assertNull(peek("a"));
  }

  @Test
  void theNumberOfRetainedSessionsIsLimited() {
    for (int role = 0; role <= SessionRegistry.MOST_KEPT; role++) {
      SessionRegistry.Lease lease = lease("role " + role);
      var unused = lease.session().ask(CallRequest.within(DEADLINE));
      lease.close();
      time.advance(Duration.ofMillis(60));
    }
    assertNull(peek("role 0"));
    assertNotNull(peek("role 1"));
  }

  @Test
  void forgettingIncludesRetainedSessions() {
    List<String> copies = new ArrayList<>(List.of("a copy"));
    Runnable dropsCopies = copies::clear;
    registry.alsoForget(dropsCopies);
    SessionRegistry.Lease before = lease("a");
    SessionRegistry.Lease inUse = lease("b");
    assertEquals("ASIA1N1", key(before));
    assertEquals("ASIA2N1", key(inUse));
    before.close();

    registry.discardAll();

    assertEquals(List.of(), copies);
    assertNull(inUse.session().status().freshness());
    assertEquals("ASIA1N2", key(lease("a")));
    assertEquals("ASIA2N2", key(inUse));
  }

  @Test
  void whatAHandleTakesWhileAllIsDiscardedStays() {
    List<SessionHandle> ended = new ArrayList<>();
    Consumer<IrsaEvent> again =
        event -> {
          if (event instanceof IrsaEvent.Closed && !ended.isEmpty()) {
            var unused = ended.remove(0).credentialsAsync();
          }
        };
    SessionHandle handle =
        new SessionHandle(registry, unused -> terms("pod"), List.of(again), 10, DEADLINE);
    SessionHandle.View role =
        new SessionHandle.View() {
          @Override
          public boolean isChained() {
            return false;
          }

          @Override
          public SessionRegistry.Terms terms(SessionRegistry.Terms base) {
            return SessionRegistryTest.this.terms("a");
          }
        };
    List<Object> served = List.of(handle.credentialsAsync(), handle.view(role).credentialsAsync());
    time.advance(delay);
    ended.add(handle);

    registry.discardAll();

    assertEquals(2, served.size());
    assertEquals(List.of(), ended);
    assertEquals(1, registry.size());
  }

  @Test
  void aLeaseIsGivenBackByTheLastOfItsHolders() {
    delay = Duration.ofSeconds(5);
    SessionRegistry.Lease lease = lease("a");
    assertTrue(lease.hold());
    var waiting = lease.session().future(CallRequest.within(DEADLINE), lease::close);

    lease.close();

    assertEquals(1, registry.size());
    assertFalse(waiting.isDone());
    time.advance(delay);
    assertEquals("ASIA1N1", waiting.join().accessKeyId());
    assertEquals(0, registry.size());
    assertFalse(lease.hold(), "given back");
  }

  @Test
  void listenersReceiveEventsUntilTheirLeaseIsClosedAndTheLogReceivesThemOnce() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    SessionRegistry.Lease one = lease("a", event -> first.add(event.getClass().getSimpleName()));
    SessionRegistry.Lease two = lease("a", event -> second.add(event.getClass().getSimpleName()));
    assertEquals("ASIA1N1", key(one));
    one.close();
    time.advance(Duration.ofMinutes(41));
    two.close();

    assertEquals(List.of("Refreshed"), first);
    assertEquals(List.of("Refreshed", "Refreshed", "Closed"), second);
    assertEquals(List.of("Refreshed", "Refreshed", "Closed"), log);
  }

  /** The worker delivers events after it has completed the waits and given its place back. */
  @Test
  void aListenerReceivesWhatEndedTheWaitAlthoughItsLeaseEndsWithIt() {
    List<String> received = new ArrayList<>();
    SessionRegistry.Lease other = lease("a");
    SessionRegistry.Lease lease =
        lease("a", event -> received.add(event.getClass().getSimpleName()));
    delay = Duration.ofSeconds(1);
    var answer = lease.session().future(CallRequest.within(DEADLINE), lease::close);
    time.advance(delay);

    assertTrue(answer.isDone());
    assertEquals(List.of("Refreshed"), received);
    other.close();
  }

  @Test
  void callsAreLimitedForEachEndpoint() {
    delay = Duration.ofMillis(1);
    List<SessionRegistry.Lease> leases = new ArrayList<>();
    for (int role = 0; role < EndpointRateLimiter.CALLS_PER_SECOND; role++) {
      leases.add(lease("role " + role));
      key(leases.get(role));
    }
    SessionRegistry.Lease oneTooMany = lease("one too many");
    SessionRegistry.Lease elsewhere =
        registry.lease(
            terms("elsewhere", URI.create("https://sts.us-east-1.amazonaws.com/")),
            owner,
            List.of());
    var waiting = ask(oneTooMany);
    time.advance(delay);
    assertFalse(waiting.isDone());
    assertEquals("ASIA22N1", key(elsewhere));
    time.advance(Duration.ofSeconds(1));
    assertEquals("ASIA21N1", waiting.join().accessKeyId());
  }

  @Test
  void retainedSessionsStayWhenExpiredOnesAreDropped() {
    SessionRegistry.Lease early = lease("early");
    assertEquals("ASIA1N1", key(early));
    time.advance(Duration.ofMinutes(30));
    SessionRegistry.Lease late = lease("late");
    assertEquals("ASIA2N1", key(late));
    early.close();
    late.close();
    time.advance(Duration.ofMinutes(45));

    lease("another").close();

    assertNull(peek("early"));
    assertSame(late.session(), peek("late"));
  }

  private @Nullable Session peek(Object key) {
    return registry.peek(terms(key));
  }
}
