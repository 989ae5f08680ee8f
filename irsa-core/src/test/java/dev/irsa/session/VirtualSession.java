package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.ExchangeRejectedException;
import dev.irsa.identity.ExchangeUnavailableException;
import dev.irsa.identity.ExchangeUnavailableException.Stage;
import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.SessionCredentials;
import dev.irsa.identity.TokenClaims;
import dev.irsa.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session cache on virtual time whose source answers as scripted; everything runs on the test's
 * thread.
 */
final class VirtualSession {

  static final String ROLE = "arn:aws:iam::123456789012:role/app";
  private static final URI ENDPOINT = URI.create("https://sts.eu-west-1.amazonaws.com/");

  final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-24T12:00:00Z"));
  final List<IrsaEvent> events = new ArrayList<>();
  final List<Instant> calls = new ArrayList<>();
  final SessionCache cache;
  private final Object owner = new Object();
  private final Deque<Answer> script = new ArrayDeque<>();
  private Answer always = ok();
  private Duration lifetime = Duration.ofHours(1);
  private Duration serverOffset = Duration.ZERO;
  private Duration delay = Duration.ZERO;
  private Duration nextDelay = Duration.ZERO;
  boolean newInput;
  @Nullable TokenClaims claims;
  int issued;
  int aborted;

  /** What the source answers. */
  interface Answer extends Supplier<Issued> {}

  VirtualSession(RefreshPolicy policy) {
    this(policy, 1);
  }

  VirtualSession(RefreshPolicy policy, long seed) {
    Clocks clocks = new Clocks(time.clock(), time.nanoTime());
    EndpointGate gate = new EndpointGate(time.nanoTime(), time.scheduler());
    cache =
        new SessionCache(
            ROLE,
            new Source(),
            policy,
            Duration.ofDays(365),
            clocks,
            new SplittableRandom(seed),
            time.scheduler(),
            this::runAfterDelay,
            Runnable::run,
            gate,
            events::add);
  }

  private void runAfterDelay(Runnable attempt) {
    Duration wait = nextDelay;
    if (wait.isZero()) {
      attempt.run();
    } else {
      var unused = time.scheduler().schedule(attempt, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private final class Source implements SessionSource {
    @Override
    public Attempt attempt(Duration bound) {
      calls.add(time.instant());
      Answer answer = script.isEmpty() ? always : script.removeFirst();
      nextDelay = delay;
      return new Attempt() {
        @Override
        public Issued run() {
          return answer.get();
        }

        @Override
        public void abort() {
          aborted++;
        }
      };
    }

    @Override
    public boolean hasNewInput() {
      return newInput;
    }

    @Override
    public @Nullable TokenClaims inputClaims() {
      return claims;
    }

    @Override
    public Duration longestLifetime() {
      return Duration.ofHours(12);
    }
  }

  VirtualSession then(Answer... answers) {
    script.addAll(List.of(answers));
    return this;
  }

  VirtualSession always(Answer answer) {
    always = answer;
    return this;
  }

  VirtualSession lifetime(Duration each) {
    lifetime = each;
    return this;
  }

  VirtualSession serverOffset(Duration offset) {
    serverOffset = offset;
    return this;
  }

  VirtualSession delay(Duration each) {
    delay = each;
    return this;
  }

  Answer ok() {
    return () -> issue(lifetime, true);
  }

  Answer okWithoutDate() {
    return () -> issue(lifetime, false);
  }

  Answer stale() {
    return () -> issue(Duration.ofSeconds(-5), true);
  }

  private Issued issue(Duration life, boolean date) {
    Instant server = time.instant().plus(serverOffset);
    String key = "ASIA" + ++issued;
    return new Issued(
        new SessionCredentials(
            key, "secret-" + key, "token-" + key, server.plus(life), "123456789012", null),
        date ? server : null,
        Duration.ZERO);
  }

  static Answer err() {
    return () -> {
      throw unavailable(false);
    };
  }

  static Answer throttled() {
    return () -> {
      throw unavailable(true);
    };
  }

  private static CredentialsException unavailable(boolean throttled) {
    return new ExchangeUnavailableException(
        "STS is down",
        "",
        Stage.REQUEST,
        throttled,
        null,
        null,
        ROLE,
        ENDPOINT,
        Circumstances.NONE,
        null);
  }

  static Answer denied() {
    return rejected("AccessDenied", false);
  }

  static Answer rejected(String code, boolean tokenAtFault) {
    return () -> {
      throw new ExchangeRejectedException(
          "STS said " + code,
          "",
          code,
          403,
          "id",
          tokenAtFault,
          ROLE,
          ENDPOINT,
          Circumstances.NONE,
          null);
    };
  }

  /** Asks with a deadline of 20 s and lets virtual time run until there is an answer. */
  String key() {
    return get().accessKeyId();
  }

  SessionCredentials get() {
    CompletableFuture<SessionCredentials> future = ask();
    for (int seconds = 0; !future.isDone() && seconds < 60; seconds++) {
      time.advance(Duration.ofSeconds(1));
    }
    try {
      return future.join();
    } catch (java.util.concurrent.CompletionException failed) {
      throw (RuntimeException) failed.getCause();
    }
  }

  CompletableFuture<SessionCredentials> ask() {
    return cache.credentialsAsync(owner, Duration.ofSeconds(20), Runnable::run);
  }

  /** Returns the key that a caller gets without waiting. */
  String keyAtOnce() {
    CompletableFuture<SessionCredentials> future = ask();
    if (!future.isDone()) {
      throw new AssertionError("the caller had to wait");
    }
    return future.join().accessKeyId();
  }
}
