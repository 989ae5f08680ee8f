package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Internals;
import dev.irsa.simulation.KeyedSpec;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.VirtualSession;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.simulation.VirtualSts.Probe;
import dev.irsa.simulation.VirtualSts.Reply;
import dev.irsa.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the places and the limits of exchanges with real sessions on virtual time. A worker runs an
 * attempt when the test says so.
 */
class ExchangeBulkheadTest {

  private static final URI ELSEWHERE = URI.create("https://sts.us-east-1.amazonaws.com/");
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofSeconds(7);

  /** Workers do not return when they are aborted. */
  private static final Probe HANGS_ON =
      new Probe() {
        @Override
        public void uses(String what) {}

        @Override
        public boolean keeps(VirtualSts.Exchange aborted) {
          return true;
        }
      };

  private final ManualTime time = ManualTime.startingAt(Moments.START);
  private final Sessions sessions = Moments.sessions(time, this::execute);
  private final Map<String, Session> taken = new HashMap<>();

  /** The names of the sessions whose attempts were given to a worker. */
  private final List<String> started = new ArrayList<>();

  /** The exchanges whose worker has not returned, in the order of their start. */
  private final List<Running> running = new ArrayList<>();

  private final Map<String, VirtualSts> issuers = new HashMap<>();
  private boolean isThreadless;

  private record Running(String name, VirtualSts.Exchange exchange) {}

  private void execute(Runnable work) {
    VirtualSts called = VirtualSts.calledBy(work);
    if (isThreadless) {
      throw SimulatedFailures.noThread();
    } else if (called == null) {
      work.run();
    } else {
      var unused = called.start(work);
    }
  }

  private VirtualSts sts(String name) {
    return issuers.computeIfAbsent(
        name,
        unused -> {
          VirtualSts created = new VirtualSts(time, HANGS_ON);
          created.behave(Reply::hanging);
          created.behaveAtSpare(Reply::hanging);
          created.onStart =
              exchange -> {
                started.add(exchange.isAtSpare ? name + "'" : name);
                running.add(new Running(name, exchange));
              };
          return created;
        });
  }

  private Session take(String name, RoleAndIssuer subject, @Nullable SessionSpec signer) {
    Session session = sessions.take(new KeyedSpec(name, subject, () -> sts(name)).signedBy(signer));
    taken.put(name, session);
    settle();
    return session;
  }

  private Session session(String name) {
    Session known = taken.get(name);
    return known != null ? known : take(name, SimulatedFailures.SUBJECT, null);
  }

  private void settle() {
    advance(Duration.ZERO);
  }

  private void advance(Duration duration) {
    time.advance(duration);
  }

  private CompletableFuture<CallerResult> ask(String name, CallerRequest request) {
    CompletableFuture<CallerResult> answer = new CompletableFuture<>();
    session(name).ask(request, answer);
    settle();
    return answer;
  }

  /** Asks for first credentials. */
  private void urgent(String... names) {
    for (String name : names) {
      var unused = ask(name, CallerRequest.within(DEADLINE));
    }
  }

  /** Gets credentials, and forgets that exchanges were started for them. */
  private void prepare(String... names) {
    for (String name : names) {
      urgent(name);
      end(name);
    }
    started.clear();
    advance(Duration.ofSeconds(1));
  }

  /** Refreshes sessions with credentials. */
  private void refresh(String... names) {
    for (String name : names) {
      var unused = ask(name, CallerRequest.within(DEADLINE).refreshed());
    }
  }

  /** Lets the worker of a session's oldest exchange return with a reply. */
  private void end(String name, Reply reply) {
    Running oldest =
        running.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    running.remove(oldest);
    oldest.exchange.end(reply);
    settle();
  }

  private void end(String name) {
    end(name, sts(name).ok());
  }

  /** Lets workers begin, and hang while something happens. */
  private void hang(List<String> names, Runnable meanwhile) {
    List<Running> hung = List.copyOf(running);
    hung.forEach(each -> each.exchange.begin());
    meanwhile.run();
    names.forEach(name -> end(name, VirtualSession.err()));
  }

  private int read(String field) {
    return (int) Internals.read(sessions.context().exchanges(), field);
  }

  private int queued() {
    Map<?, ?> waiting = (Map<?, ?>) Internals.read(sessions.context().exchanges(), "waiting");
    return waiting.values().stream().mapToInt(each -> ((EndpointQueue) each).size()).sum();
  }

  private int busy() {
    return read("urgentBusy") + read("refreshesBusy");
  }

  private void assertStarted(String... names) {
    assertEquals(List.of(names), started);
  }

  private static void assertTold(String text, CompletableFuture<CallerResult> answer) {
    assertTrue(answer.isDone(), "answered");
    String message = answer.join().exception().getMessage();
    assertTrue(message.contains(text), message);
  }

  // ---- places

  @Test
  void refreshesTakeSixOfEightPlacesAndCallersWithoutCredentialsGoFirst() {
    prepare("r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8");
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8");
    assertStarted("r1", "r2", "r3", "r4", "r5", "r6");

    urgent("u1", "u2", "u3");
    assertStarted("r1", "r2", "r3", "r4", "r5", "r6", "u1", "u2");
    end("r1");
    assertEquals("u3", started.get(8), "before refreshes that came earlier");
    end("u1");
    assertEquals("r7", started.get(9));
    end("u2");

    assertEquals(10, started.size(), "six refreshes run");
    assertEquals(List.of(1, 6), List.of(read("urgentBusy"), read("refreshesBusy")));
  }

  @Test
  void aQueuedRefreshWhoseCredentialsExpireGoesBeforeOtherRefreshes() {
    prepare("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    sts("short").lifetime = Duration.ofSeconds(3);
    urgent("short");
    end("short");
    refresh("short");
    advance(Duration.ofMillis(2999));
    assertEquals(7, started.size());

    advance(Duration.ofMillis(1));

    assertEquals("short", started.get(7));
    assertEquals(8, started.size());
  }

  @Test
  void anAttemptOfASessionThatRestsNeverStartsAndKeepsNoPlace() {
    prepare("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    SessionSpec signer = session("signer").spec;
    take("chained", SimulatedFailures.SUBJECT, signer);
    urgent("chained");
    List.of("r6", "r7", "chained").forEach(name -> taken.get(name).leave());
    advance(Duration.ofSeconds(2));
    assertEquals(List.of(1, 5), List.of(read("urgentBusy"), read("refreshesBusy")));
    assertEquals(1, read("leftBehind"), "the thread of r6");

    end("signer");
    for (int number = 1; number <= 6; number++) {
      end("r" + number);
    }

    assertStarted("r1", "r2", "r3", "r4", "r5", "r6", "signer");
    assertEquals(List.of(0, 0, 0), List.of(busy(), read("leftBehind"), queued()));
  }

  @Test
  void withEightThreadsLeftBehindNoneStartsUntilOneReturnsAndTheErrorSaysSo() {
    List<String> hung = List.of("h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8");
    var early = ask("u0", CallerRequest.within(DEADLINE));
    end("u0", VirtualSession.err());
    started.clear();
    urgent(hung.toArray(String[]::new));

    hang(
        hung,
        () -> {
          advance(BOUND);
          advance(Duration.ofSeconds(1));
          assertEquals(8, read("leftBehind"));
          var answer = ask("u1", CallerRequest.within(Duration.ofSeconds(2)));
          advance(Duration.ofSeconds(2));
          assertTold("8 earlier attempts hang", answer);
          assertEquals(hung, started);
          advance(Duration.ofSeconds(10));
        });

    assertTold("STS is down", early);
    assertFalse(started.contains("u0"), "too late for its refresh");
    assertEquals(0, read("leftBehind"));
    assertTrue(started.size() > hung.size());
  }

  @Test
  void withoutAThreadACallerIsToldAndNoPlaceIsKept() {
    isThreadless = true;
    var answer = ask("u1", CallerRequest.within(Duration.ofSeconds(30)));
    advance(Duration.ofSeconds(10));

    assertTold("could not get a thread (java.lang.InternalError); STS was not called", answer);
    assertEquals(0, busy());
  }

  @Test
  void anAttemptThatNoThreadHasBegunIsNoTimeOutOfTheEndpoint() {
    urgent("u1");
    var answer = ask("u1", CallerRequest.within(Duration.ofSeconds(8)));
    advance(Duration.ofSeconds(8));

    assertTold("No thread has run the exchange yet", answer);
    assertEquals(0, (int) Internals.read(endpoint(), "timeOutsInARow"));
  }

  private EndpointRateLimiter endpoint() {
    Map<?, ?> endpoints = (Map<?, ?>) Internals.read(sessions.context().exchanges(), "endpoints");
    return (EndpointRateLimiter) endpoints.get(SimulatedFailures.ENDPOINT);
  }

  // ---- limits

  @Test
  void anEndpointGetsTwentyCallsPerSecond() {
    for (int call = 1; call <= 25; call++) {
      urgent("u" + call);
      if (call <= 20) {
        end("u" + call);
      }
      advance(Duration.ofMillis(10));
    }
    take("elsewhere", RoleAndIssuer.ofRole(SimulatedFailures.ROLE, ELSEWHERE), null);
    urgent("elsewhere");
    assertEquals(21, started.size());
    assertEquals("elsewhere", started.get(20));

    advance(Duration.ofMillis(749));
    assertEquals(21, started.size());
    advance(Duration.ofMillis(1));
    assertEquals(22, started.size(), "the oldest is a second old");
    advance(Duration.ofMillis(40));
    assertEquals(26, started.size());
  }

  @Test
  void throttlingPausesOnlyTheRefreshesOfTheAccount() {
    String otherAccount = "arn:aws:iam::210987654321:role/app";
    take("other", RoleAndIssuer.ofRole(otherAccount, SimulatedFailures.ENDPOINT), null);
    prepare("r1", "r2", "other");
    refresh("r1");
    end("r1", VirtualSession.throttled());
    taken.get("r1").leave();

    refresh("r2", "other");
    urgent("u1");
    assertStarted("r1", "other", "u1");
    advance(Duration.ofMillis(4999));
    assertStarted("r1", "other", "u1");
    advance(Duration.ofMillis(1));

    assertStarted("r1", "other", "u1", "r2");
    List.of("other", "u1", "r2").forEach(name -> end(name));
    advance(Duration.ofMinutes(2));
    assertNull(endpoint(), "an endpoint without calls is forgotten");
  }

  @Test
  void afterThreeTimeOutsRefreshesGoOneAtATimeUntilAResponse() {
    List<String> refreshes = List.of("r1", "r2", "r3");
    prepare("r1", "r2", "r3");
    refresh("r1", "r2", "r3");
    hang(refreshes, () -> advance(BOUND.plusSeconds(3)));
    assertEquals(4, started.size(), "of three attempts that follow, one");
    urgent("u1");
    assertEquals("u1", started.get(4));

    end(started.get(3));

    assertEquals(7, started.size());
  }

  @Test
  void aTokenThatChangedMeanwhileIsTriedAtOnce() {
    urgent("u1", "u2");
    issuers.values().forEach(each -> each.tokenVersion++);
    end("u1", VirtualSession.denied());
    assertStarted("u1", "u2");

    end("u2", Reply.failing(SimulatedFailures::expiredToken));

    assertStarted("u1", "u2", "u2");
  }

  // ---- a client of the application

  /** Lets sessions share a client. */
  private void calling(Object client, String... names) {
    for (String name : names) {
      sts(name).client = client;
    }
  }

  @Test
  void aClientIsCalledByOneThreadAtATimeWithoutDelayingOthers() {
    calling("client", "r1", "r2", "u1", "u2");
    prepare("r1", "r2");
    refresh("r1", "r2");
    urgent("u1", "other");
    assertStarted("r1", "other");

    end("r1");
    assertStarted("r1", "other", "u1");
    taken.get("r2").leave();
    advance(Duration.ofSeconds(2));
    end("u1");
    urgent("u2");

    assertStarted("r1", "other", "u1", "u2");
  }

  @Test
  void whoIsWithoutCredentialsOvertakesARefreshThatHasTheTurnOfItsClientButNoPlace() {
    calling("client", "short", "u1");
    prepare("r1", "r2", "r3", "r4", "r5", "r6", "short");
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "short");
    urgent("u1");
    assertEquals("u1", started.get(6));

    end("u1");
    end("r1");

    assertEquals(List.of("u1", "short"), started.subList(6, 8));
  }

  @Test
  void whileAClientHangsItsAttemptsFailWithoutACallAndKeepNoPlace() {
    calling("client", "u1", "u2");
    urgent("u1");
    var later = ask("u2", CallerRequest.within(DEADLINE));

    hang(
        List.of("u1"),
        () -> {
          advance(BOUND.plusSeconds(20));
          assertTold("has not returned from an earlier call; STS was not called", later);
          assertStarted("u1");
          assertEquals(List.of(0, 1), List.of(busy(), read("leftBehind")));
          urgent("other");
          assertStarted("u1", "other");
        });
    urgent("u2");
    advance(Duration.ofMinutes(1));

    assertTrue(started.contains("u2"), "once it has returned");
  }

  // ---- a spare endpoint, at which exchanges have an apostrophe

  private void spared(String... names) {
    for (String name : names) {
      take(name, SimulatedFailures.WITH_SPARE, null);
    }
  }

  @Test
  void whoeverHasWaitedForTheFirstEndpointGoesBeforeThoseWhoHaveNot() {
    spared("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9", "u10");
    urgent("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9", "u10");
    assertStarted("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8");

    end("u1", VirtualSession.err());

    assertEquals("u1'", started.get(8));
  }

  @Test
  void whatOneSessionHasLearnedHelpsAllThatWaitForAPlace() {
    spared("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9", "r1");
    prepare("r1");
    urgent("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9");
    refresh("r1");
    end("u1", VirtualSession.err());
    assertStarted("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u1'");

    end("u1");
    end("u9");

    assertStarted("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u1'", "u9'", "r1'");
  }

  @Test
  void eachOfTwoEndpointsHasItsOwnLimits() {
    spared("r1", "r2", "r3");
    prepare("r1", "r2", "r3");
    refresh("r1", "r2", "r3");

    hang(List.of("r1", "r2", "r3"), () -> advance(BOUND));

    assertStarted("r1", "r2", "r3", "r1'", "r2'", "r3'");
  }

  @Test
  void aSessionWithAnotherSpareHasLearnedNothing() {
    spared("u1");
    urgent("u1");
    end("u1", VirtualSession.err());
    end("u1");

    urgent("u2");
    spared("u3");
    urgent("u3");

    assertStarted("u1", "u1'", "u2", "u3'");
  }

  // ---- the cost of a step

  /** Counts how often it is looked at. */
  private static final class Counted implements QueuedExchange.Refresh {
    private final RoleAndIssuer subject;
    private int looks;

    Counted(RoleAndIssuer subject) {
      this.subject = subject;
    }

    @Override
    public RoleAndIssuer subject() {
      looks++;
      return subject;
    }

    @Override
    public @Nullable SigningSession signer() {
      return null;
    }

    @Override
    public @Nullable Object client() {
      return null;
    }

    @Override
    public long started(long attempt) {
      return BOUND.toNanos();
    }

    @Override
    public void perform(QueuedExchange attempt, RunningExchange call) {}

    @Override
    public void failed(QueuedExchange attempt, CredentialsException failure) {}

    @Override
    public long throttledPause() {
      return Nanos.MINUTE;
    }
  }

  /** Throttles the account of refreshes, and lets some of them wait. */
  private Counted paused(int waiting) {
    ExchangeBulkhead exchanges = sessions.context().exchanges();
    String account = SimulatedFailures.SUBJECT.account();
    exchanges
        .limits(SimulatedFailures.ENDPOINT)
        .noteThrottling(account, Nanos.MINUTE, sessions.context().loop().nanos());
    Counted refresh = new Counted(SimulatedFailures.SUBJECT);
    submit(refresh, waiting);
    return refresh;
  }

  private void submit(Counted refresh, int attempts) {
    ExchangeBulkhead exchanges = sessions.context().exchanges();
    for (int number = 0; number < attempts; number++) {
      exchanges.submit(exchanges.prepare(refresh, number, false, false));
    }
  }

  /** Returns how often refreshes are looked at when another one comes. */
  private static int looks(int waiting) {
    ExchangeBulkheadTest world = new ExchangeBulkheadTest();
    Counted refresh = world.paused(waiting);
    world.settle();
    refresh.looks = 0;
    world.submit(refresh, 1);
    world.settle();
    assertEquals(waiting + 1, world.queued());
    return refresh.looks;
  }

  @Test
  void whoLooksForTheNextAttemptDoesNotLookAtTheOthers() {
    assertEquals(looks(1), looks(2_000));
  }

  /** Otherwise the loop would search again and again, until an exchange at the other one ends. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void noSearchGoesOnWhileTheRefreshesOfAnotherEndpointHaveAllPlaces() {
    Counted unused = paused(2_000);
    isThreadless = true; // Nobody ends them.
    submit(new Counted(RoleAndIssuer.ofRole(SimulatedFailures.ROLE, ELSEWHERE)), 6);

    settle();

    assertEquals(6, read("refreshesBusy"));
    assertEquals(Duration.ofMinutes(1), time.nextDueIn().orElseThrow());
  }

  // ---- all together

  private static final String[] OF_CLIENT = {"s8", "s9", "s10", "s11"};

  /** Each number is a step and a session. */
  @Property(tries = 300)
  void placesAreAlwaysGivenBack(
      @ForAll @Size(max = 80) List<@IntRange(max = 10 * 12 - 1) Integer> steps) {
    ExchangeBulkheadTest world = new ExchangeBulkheadTest();
    world.calling("client", OF_CLIENT);
    for (int step : steps) {
      world.take(step / 12, "s" + step % 12);
      world.assertCounted();
    }
    world.isThreadless = false;
    world.taken.values().forEach(Session::leave);
    world.advance(Duration.ofSeconds(2));
    while (!world.running.isEmpty()) {
      world.endOldest(null);
    }
    world.assertCounted();
    assertEquals(List.of(0, 0, 0), List.of(world.busy(), world.read("leftBehind"), world.queued()));
    assertEquals(Map.of(), Internals.read(world.sessions.context().exchanges(), "clients"));
    assertEquals(0, world.sessions.size());
  }

  private void take(int step, String name) {
    switch (step) {
      case 0, 1 -> urgent(name);
      case 2, 3 -> refresh(name);
      case 4 -> endOldest(null);
      case 5 -> endOldest(VirtualSession.throttled());
      case 6 -> endOldest(VirtualSession.err());
      case 7 -> rest(name);
      case 8 -> isThreadless = !isThreadless;
      default -> advance(Duration.ofSeconds(3));
    }
  }

  /** With credentials, if there is no other reply. */
  private void endOldest(@Nullable Reply reply) {
    if (!running.isEmpty()) {
      String name = running.get(0).name;
      end(name, reply == null ? sts(name).ok() : reply);
    }
  }

  private void rest(String name) {
    Session session = taken.remove(name);
    if (session != null) {
      session.leave();
      advance(Duration.ofSeconds(1));
    }
  }

  private void assertCounted() {
    assertEquals(running.size(), busy() + read("leftBehind"));
    assertTrue(busy() <= ExchangeBulkhead.PLACES);
    assertTrue(read("refreshesBusy") <= ExchangeBulkhead.REFRESH_PLACES);
    List<String> ofClient = List.of(OF_CLIENT);
    assertTrue(running.stream().filter(each -> ofClient.contains(each.name)).count() <= 1);
    assertFalse(read("leftBehind") > ExchangeBulkhead.MOST_LEFT_BEHIND + ExchangeBulkhead.PLACES);
  }
}
