package dev.irsa.simulation;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Plays a scenario: steps of a few words, with a comma after each. Time passes ({@code +40m}). A
 * caller gets the first credentials after a wait ({@code get 1}) or without one ({@code serves 1}),
 * or an error with a text ({@code fails}). One that asks in the background ({@code ask}, {@code
 * lasting}, {@code refresh}) waits until the scenario says what came of it ({@code waits}, {@code
 * gets 1}, {@code renewed 2}, {@code kept 1}, {@code refused}), in the order of arrival. {@code
 * calls} are those of STS since the start; {@code quiet 5s} lets time pass without one. In a
 * session with a spare endpoint ({@code spared}), {@code spare down} says how that one responds,
 * and {@code asked first spare} which endpoints were asked since the last such step.
 */
final class Scenario {

  private record Wait(CallerRequest request, CompletableFuture<CallerResult> answer) {}

  private RefreshPolicy policy = RefreshPolicy.standard();

  /** The share of each range that is drawn: refreshes are late, and pauses short. */
  private double share;

  private Duration longest = Duration.ofHours(12);
  private boolean hasSpare;
  private VirtualSession session = newSession();
  private final Deque<Wait> waits = new ArrayDeque<>();
  private Throwable failure = new AssertionError("none yet");
  private int heard;
  private int asked;
  private Instant tokenEnd = Instant.MAX;

  /** How much earlier than its own time STS dates its responses. */
  private Duration lag = Duration.ZERO;

  /** The lifetime of the token that is supplied for each exchange, or null. */
  private @Nullable Duration tokenLife;

  /** Returns the scenarios of a text: a sentence each, and below it the steps. */
  static Stream<Arguments> in(String text) {
    return Stream.of(text.split("\n(?=\\S)", -1))
        .map(scenario -> scenario.split("\n", 2))
        .map(lines -> Arguments.of(lines[0], List.of(lines[1].strip().split(",\\s+", -1))));
  }

  static void play(List<String> steps) {
    Scenario scenario = new Scenario();
    for (String step : steps) {
      boolean isRepeated = step.matches("\\d+x .+");
      int times = isRepeated ? Integer.parseInt(step.substring(0, step.indexOf('x'))) : 1;
      for (int i = 0; i < times; i++) {
        scenario.take(isRepeated ? step.substring(step.indexOf(' ') + 1) : step);
      }
    }
  }

  private VirtualSession newSession() {
    RandomGenerator random = VirtualSession.always(() -> share);
    VirtualSession created =
        hasSpare
            ? VirtualSession.withSpare(policy, random, longest, VirtualSts.Probe.NONE)
            : new VirtualSession(policy, random, longest);
    return created.always(Reply.of(this::issued)).alwaysAtSpare(Reply.of(this::issued));
  }

  private ExchangeResult issued(VirtualSts sts) {
    if (tokenLife != null) {
      write(tokenLife);
    }
    if (!sts.serverNow().isBefore(tokenEnd)) {
      throw SimulatedFailures.expiredToken();
    }
    return sts.issue(sts.lifetime, sts.serverNow().minus(lag), Duration.ZERO);
  }

  private void take(String step) {
    String[] words = step.split(" ", 2);
    String rest = words.length == 1 ? "" : words[1];
    if (!isCondition(words[0], rest)
        && !isResponse(words[0], rest)
        && !isOfSts(words[0], rest)
        && !isAction(words[0], rest)
        && !isResult(words[0], rest)) {
      check(words[0], rest);
    }
  }

  /** At the start. */
  private boolean isCondition(String word, String rest) {
    switch (word) {
      case "stable" -> policy = policy.withStaticStability(duration(rest));
      case "window" -> policy = policy.withAdvisoryWindow(duration(rest));
      case "share" -> share = Double.parseDouble(rest);
      case "duration" -> longest = duration(rest);
      case "spared" -> hasSpare = true;
      default -> {
        return false;
      }
    }
    session = newSession();
    return true;
  }

  /** How STS responds from now on, or its spare endpoint. */
  private boolean isResponse(String word, String rest) {
    boolean isOfSpare = word.equals("spare");
    @Nullable Reply reply =
        switch (isOfSpare ? rest : word) {
          case "well" -> Reply.of(this::issued);
          case "down" -> VirtualSession.err();
          case "throttling" -> VirtualSession.throttled();
          case "denying" -> VirtualSession.denied();
          case "rejecting" -> Reply.failing(SimulatedFailures::expiredToken);
          case "unverifiable" -> Reply.failing(SimulatedFailures::communication);
          case "tokenless" -> Reply.failing(SimulatedFailures::noToken);
          case "hanging" -> Reply.hanging();
          case "expired" -> VirtualSession.stale();
          case "again" ->
              Reply.of(
                  sts ->
                      new ExchangeResult(
                          sts.issuedCredentials("ASIA" + sts.issued),
                          sts.serverNow(),
                          Duration.ZERO));
          default -> null;
        };
    if (reply != null && isOfSpare) {
      session.alwaysAtSpare(reply);
    } else if (reply != null) {
      session.always(reply);
    }
    return reply != null;
  }

  private boolean isOfSts(String word, String rest) {
    VirtualSts sts = session.sts;
    switch (word) {
      case "taking" -> session.delay(duration(rest));
      case "lifetime" -> sts.lifetime = duration(rest);
      case "offset" -> sts.offset = duration(rest);
      case "lag" -> lag = duration(rest);
      case "token" -> write(duration(rest));
      case "replaced" -> sts.tokenVersion++;
      case "unreadable" -> sts.claims = null;
      case "supplied" -> {
        sts.supplied = true;
        tokenLife = rest.isEmpty() ? null : duration(rest);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void write(Duration life) {
    Instant now = session.sts.serverNow();
    tokenEnd = now.plus(life);
    session.sts.claims = new JwtClaims("issuer", "pod", List.of("sts"), now, tokenEnd);
    session.sts.tokenVersion++;
  }

  private boolean isAction(String word, String rest) {
    switch (word) {
      case "ask" -> ask(CallerRequest.within(duration(rest.isEmpty() ? "20s" : rest)));
      case "lasting" -> {
        String[] times = (rest + " 20s").split(" ", -1);
        ask(CallerRequest.within(duration(times[1])).lasting(duration(times[0])));
      }
      case "refresh" -> ask(CallerRequest.within(Duration.ofSeconds(20)).refreshed());
      case "renew" -> assertTrue(session.refresh());
      case "leave" -> {
        Wait left = waits.element();
        var unused = session.leave(left.request, left.answer);
      }
      case "reject" -> session.invalidate("ASIA" + rest);
      case "discard" -> session.forget();
      case "sleep" -> session.time.suspend(duration(rest));
      case "clock" -> {
        session.time.step(duration(rest));
        session.sts.offset = session.sts.offset.minus(duration(rest));
      }
      default -> {
        boolean passes = word.startsWith("+");
        if (passes) {
          session.advance(duration(word.substring(1)));
        }
        return passes;
      }
    }
    return true;
  }

  private void ask(CallerRequest request) {
    waits.add(new Wait(request, session.call(request)));
  }

  private boolean isResult(String word, String rest) {
    switch (word) {
      case "get" -> assertEquals("ASIA" + rest, session.key());
      case "serves" -> assertEquals("ASIA" + rest, session.keyAtOnce());
      case "fails" -> fail(rest);
      case "waits" -> assertFalse(waits.element().answer.isDone());
      case "gets" -> assertEquals("ASIA" + rest, ended().get().accessKeyId());
      case "renewed" -> assertNull(result(rest, true).failure());
      case "kept" -> {
        String[] expected = rest.split(" ", 2);
        CredentialsException why = result(expected[0], false).failure();
        assertTrue(expected.length == 1 || why.getMessage().contains(expected[1]), "" + why);
      }
      case "refused" -> {
        CallerResult result = ended();
        assertNull(result.credentials());
        failure = result.exception();
        assertTrue(failure.getMessage().contains(rest), failure::getMessage);
      }
      case "says" -> assertTrue(failure.getMessage().contains(rest), failure::getMessage);
      case "because" ->
          assertTrue(
              Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                  .skip(1)
                  .anyMatch(each -> each.getMessage().contains(rest)));
      case "lacks" -> assertFalse(failure.getMessage().contains(rest), failure::getMessage);
      default -> {
        return false;
      }
    }
    return true;
  }

  private CallerResult ended() {
    CallerResult result = waits.remove().answer.getNow(null);
    assertNotNull(result, "still waits");
    return result;
  }

  private CallerResult result(String key, boolean isRenewed) {
    CallerResult result = ended();
    assertEquals("ASIA" + key, result.get().accessKeyId());
    assertEquals(isRenewed, result.renewed());
    return result;
  }

  private void fail(String expected) {
    if (expected.equals("again")) {
      assertSame(failure.getCause(), session.failureAtOnce().getCause());
      return;
    }
    failure = assertThrows(CredentialsException.class, session::get);
    assertTrue(failure.getMessage().contains(expected), failure::getMessage);
  }

  private void check(String word, String rest) {
    switch (word) {
      case "calls" -> assertEquals(Integer.parseInt(rest), session.calls());
      case "asked" -> {
        assertEquals(rest, endpointsSince(asked));
        asked = session.calls();
      }
      case "from" -> assertEquals(rest.equals("spare"), session.session.status().isFromSpare());
      case "quiet" -> assertEquals(0, callsDuring(rest));
      case "busy" -> assertTrue(callsDuring(rest) > 0);
      case "heard" -> {
        assertTrue(told().containsAll(List.of(rest.split(" ", -1))), () -> told().toString());
        heard = session.events.size();
      }
      case "unheard" -> assertFalse(told().contains(rest), () -> told().toString());
      case "state" -> assertEquals(rest, String.valueOf(session.freshness()));
      case "due" ->
          assertEquals(
              Moments.START.plus(duration(rest)), session.session.status().nextRefreshAt());
      case "failed" -> assertNotNull(session.failure());
      case "sound" -> assertNull(session.failure());
      case "claims" -> assertEquals(rest.isEmpty(), session.session.status().tokenClaims() != null);
      default -> throw new IllegalArgumentException(word);
    }
  }

  /** Returns which endpoints were asked since the given number of calls. */
  private String endpointsSince(int call) {
    return session.sts.exchanges.stream()
        .skip(call)
        .map(each -> each.isAtSpare ? "spare" : "first")
        .collect(joining(" "));
  }

  private int callsDuring(String time) {
    int before = session.calls();
    session.advance(duration(time));
    return session.calls() - before;
  }

  /** Returns the events since the last ones that were heard. */
  private List<String> told() {
    return session.events.subList(heard, session.events.size()).stream()
        .map(Scenario::text)
        .toList();
  }

  private static String text(IrsaEvent event) {
    String name = event.getClass().getSimpleName();
    if (event instanceof IrsaEvent.RefreshEnded ended) {
      int failed = ended.failedCalls().size();
      assertEquals(failed + (event instanceof IrsaEvent.Refreshed ? 1 : 0), ended.attempts());
      return failed == 0 ? name : name + "/" + failed;
    } else if (event instanceof IrsaEvent.Expired expired && expired.servedUntil() != null) {
      return name + "/" + Duration.between(expired.at(), expired.servedUntil());
    } else if (event instanceof IrsaEvent.Recovered recovered) {
      return name + "/" + recovered.downtime();
    } else if (event instanceof IrsaEvent.ClockOffset measured) {
      return name + "/" + measured.offset();
    } else if (event instanceof IrsaEvent.EndpointChanged changed) {
      assertEquals(changed.isSpare(), changed.cause() != null);
      return name + "/" + (changed.isSpare() ? "spare" : "first");
    }
    return name;
  }

  private static Duration duration(String text) {
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
