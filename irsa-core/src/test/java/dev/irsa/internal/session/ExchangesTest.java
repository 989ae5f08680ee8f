package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.Internals;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests the places and the limits of exchanges with real sessions on virtual time. A worker runs an
 * attempt when the test says so.
 */
class ExchangesTest {

  private static final URI ELSEWHERE = URI.create("https://sts.us-east-1.amazonaws.com/");
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofSeconds(7);

  private final ManualTime time = ManualTime.startingAt(Moments.START);
  private final Sessions sessions =
      new Sessions(
          new Clocks(time.clock(), time.nanoTime()),
          Moments.drawing(0.5),
          time.newScheduler(),
          Workers.of(this::execute));
  private final Map<String, Session> taken = new HashMap<>();

  /** The names of the sessions whose attempts were given to a worker. */
  private final List<String> started = new ArrayList<>();

  /** The attempts whose worker has not returned. */
  private final List<Attempt> running = new ArrayList<>();

  private final Deque<Supplier<ExchangeResult>> outcomes = new ArrayDeque<>();
  private Duration lifetime = Duration.ofHours(1);
  private boolean isThreadless;
  private boolean isInputNew;
  private int issued;

  private void execute(Runnable work) {
    if (isThreadless) {
      throw SimulatedFailures.noThread();
    }
    if (work instanceof Attempt attempt) {
      started.add(name(attempt));
      running.add(attempt);
    } else {
      work.run();
    }
  }

  private static String name(Attempt attempt) {
    return (String) attempt.session.terms.key();
  }

  private final class Source implements Exchange {
    @Override
    public ExchangeResult run(ExchangeCall call) {
      return outcomes.pop().get();
    }

    @Override
    public Duration longestLifetime() {
      return Duration.ofHours(1);
    }

    @Override
    public boolean hasNewInput() {
      return isInputNew;
    }
  }

  private Session take(String name, RoleAndIssuer subject, Sessions.@Nullable Terms signer) {
    Sessions.Terms plain = Moments.terms(name, subject, Source::new);
    Session session =
        sessions.take(
            new Sessions.Terms(
                name,
                subject,
                Source::new,
                RefreshPolicy.standard(),
                plain.idleAfter(),
                plain.log(),
                signer));
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

  private CompletableFuture<CallResult> ask(String name, CallRequest request) {
    CompletableFuture<CallResult> answer = new CompletableFuture<>();
    session(name).ask(request, answer);
    settle();
    return answer;
  }

  /** Asks for first credentials. */
  private void urgent(String... names) {
    for (String name : names) {
      var unused = ask(name, CallRequest.within(DEADLINE));
    }
  }

  /** Gets credentials, and forgets that exchanges were started for them. */
  private void prepare(String... names) {
    for (String name : names) {
      urgent(name);
      end(name, this::ok);
    }
    started.clear();
    advance(Duration.ofSeconds(1));
  }

  /** Refreshes sessions with credentials. */
  private void refresh(String... names) {
    for (String name : names) {
      var unused = ask(name, CallRequest.within(DEADLINE).refreshed());
    }
  }

  private ExchangeResult ok() {
    return new ExchangeResult(
        Moments.credentials("ASIA" + ++issued, time.instant().plus(lifetime)), null, Duration.ZERO);
  }

  private static Supplier<ExchangeResult> failing(Supplier<CredentialsException> failure) {
    return () -> {
      throw failure.get();
    };
  }

  /** Lets the worker of a session's oldest attempt run, and return with an outcome. */
  private void end(String name, Supplier<ExchangeResult> outcome) {
    Attempt attempt =
        running.stream().filter(each -> name(each).equals(name)).findFirst().orElseThrow();
    running.remove(attempt);
    outcomes.push(outcome);
    attempt.run();
    // If it was aborted before, nothing has asked for its outcome.
    outcomes.remove(outcome);
    settle();
  }

  /** Lets workers hang together while something happens. */
  private void hang(List<String> names, Runnable meanwhile) {
    if (names.isEmpty()) {
      meanwhile.run();
      return;
    }
    end(
        names.get(0),
        () -> {
          hang(names.subList(1, names.size()), meanwhile);
          throw SimulatedFailures.outage();
        });
  }

  private int read(String field) {
    return (int) Internals.read(sessions.exchanges(), field);
  }

  private int queued() {
    return ((Collection<?>) Internals.read(sessions.exchanges(), "urgent")).size()
        + ((Collection<?>) Internals.read(sessions.exchanges(), "refreshes")).size();
  }

  private int busy() {
    return read("urgentBusy") + read("refreshesBusy");
  }

  private void assertStarted(String... names) {
    assertEquals(List.of(names), started);
  }

  private static void assertTold(String text, CompletableFuture<CallResult> answer) {
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
    end("r1", this::ok);
    assertEquals("u3", started.get(8), "before refreshes that came earlier");
    end("u1", this::ok);
    assertEquals("r7", started.get(9));
    end("u2", this::ok);

    assertEquals(10, started.size(), "six refreshes run");
    assertEquals(List.of(1, 6), List.of(read("urgentBusy"), read("refreshesBusy")));
  }

  @Test
  void aQueuedRefreshWhoseCredentialsExpireGoesBeforeOtherRefreshes() {
    prepare("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    refresh("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    lifetime = Duration.ofSeconds(3);
    urgent("short");
    end("short", this::ok);
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
    Sessions.Terms signer = session("signer").terms;
    take("chained", SimulatedFailures.SUBJECT, signer);
    urgent("chained");
    List.of("r6", "r7", "chained").forEach(name -> taken.get(name).leave());
    advance(Duration.ofSeconds(2));
    assertEquals(List.of(1, 5), List.of(read("urgentBusy"), read("refreshesBusy")));
    assertEquals(1, read("leftBehind"), "the thread of r6");

    end("signer", this::ok);
    for (int running = 1; running <= 6; running++) {
      end("r" + running, this::ok);
    }

    assertStarted("r1", "r2", "r3", "r4", "r5", "r6", "signer");
    assertEquals(List.of(0, 0, 0), List.of(busy(), read("leftBehind"), queued()));
  }

  @Test
  void withEightThreadsLeftBehindNoneStartsUntilOneReturnsAndTheErrorSaysSo() {
    List<String> hung = List.of("h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8");
    urgent(hung.toArray(String[]::new));

    hang(
        hung,
        () -> {
          advance(BOUND);
          advance(Duration.ofSeconds(1));
          assertEquals(8, read("leftBehind"));
          var answer = ask("u1", CallRequest.within(Duration.ofSeconds(2)));
          advance(Duration.ofSeconds(2));
          assertTold("8 earlier attempts hang", answer);
          assertEquals(hung, started);
        });

    assertEquals(0, read("leftBehind"));
    assertTrue(started.size() > hung.size());
  }

  @Test
  void withoutAThreadACallerIsToldAndNoPlaceIsKept() {
    isThreadless = true;
    var answer = ask("u1", CallRequest.within(Duration.ofSeconds(30)));
    advance(Duration.ofSeconds(10));

    assertTold("could not get a thread (java.lang.InternalError); STS was not called", answer);
    assertEquals(0, busy());
  }

  @Test
  void anAttemptThatNoThreadHasBegunIsNoTimeOutOfTheEndpoint() {
    urgent("u1");
    var answer = ask("u1", CallRequest.within(Duration.ofSeconds(8)));
    advance(Duration.ofSeconds(8));

    assertTold("No thread has run the exchange yet", answer);
    assertEquals(0, (int) Internals.read(endpoint(), "timeOutsInARow"));
  }

  private EndpointRateLimiter endpoint() {
    Map<?, ?> endpoints = (Map<?, ?>) Internals.read(sessions.exchanges(), "endpoints");
    return (EndpointRateLimiter) endpoints.get(SimulatedFailures.ENDPOINT);
  }

  // ---- limits

  @Test
  void anEndpointGetsTwentyCallsPerSecond() {
    for (int call = 1; call <= 25; call++) {
      urgent("u" + call);
      if (call <= 20) {
        end("u" + call, this::ok);
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
    end("r1", failing(SimulatedFailures::throttling));
    taken.get("r1").leave();

    refresh("r2", "other");
    urgent("u1");
    assertStarted("r1", "other", "u1");
    advance(Duration.ofMillis(4999));
    assertStarted("r1", "other", "u1");
    advance(Duration.ofMillis(1));

    assertStarted("r1", "other", "u1", "r2");
    List.of("other", "u1", "r2").forEach(name -> end(name, this::ok));
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

    end(started.get(3), this::ok);

    assertEquals(7, started.size());
  }

  @Test
  void aTokenThatChangedMeanwhileIsTriedAtOnce() {
    isInputNew = true;
    urgent("u1");
    end("u1", failing(SimulatedFailures::denied));
    assertStarted("u1");

    urgent("u2");
    end("u2", failing(SimulatedFailures::expiredToken));

    assertStarted("u1", "u2", "u2");
  }

  // ---- all together

  /** Each number is a step and a session. */
  @Property(tries = 300)
  void placesAreAlwaysGivenBack(
      @ForAll @Size(max = 80) List<@IntRange(max = 10 * 12 - 1) Integer> steps) {
    ExchangesTest world = new ExchangesTest();
    for (int step : steps) {
      world.take(step / 12, "s" + step % 12);
      world.assertCounted();
    }
    world.isThreadless = false;
    world.taken.values().forEach(Session::leave);
    world.advance(Duration.ofSeconds(2));
    while (!world.running.isEmpty()) {
      world.endOldest(world::ok);
    }
    world.assertCounted();
    assertEquals(List.of(0, 0, 0), List.of(world.busy(), world.read("leftBehind"), world.queued()));
    assertEquals(0, world.sessions.size());
  }

  private void take(int step, String name) {
    switch (step) {
      case 0, 1 -> urgent(name);
      case 2, 3 -> refresh(name);
      case 4 -> endOldest(this::ok);
      case 5 -> endOldest(failing(SimulatedFailures::throttling));
      case 6 -> endOldest(failing(SimulatedFailures::outage));
      case 7 -> rest(name);
      case 8 -> isThreadless = !isThreadless;
      default -> advance(Duration.ofSeconds(3));
    }
  }

  private void endOldest(Supplier<ExchangeResult> outcome) {
    if (!running.isEmpty()) {
      end(name(running.get(0)), outcome);
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
    assertTrue(busy() <= Exchanges.PLACES);
    assertTrue(read("refreshesBusy") <= Exchanges.REFRESH_PLACES);
    assertFalse(read("leftBehind") > Exchanges.MOST_LEFT_BEHIND + Exchanges.PLACES);
  }
}
