package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Renewals run on the thread that advances the time. */
class CredentialCacheTest {
  private static final RandomGenerator WITHOUT_PAUSES = () -> 0;

  /** Pauses for half of what is possible: for a second after the first attempt. */
  private static final RandomGenerator HALF = () -> Long.MIN_VALUE;

  private PodIdentityFixture world = new PodIdentityFixture();
  private CredentialCache cache = cache(PodIdentityAgent.Settings.standard());

  @AfterEach
  void close() {
    cache.close();
    world.close();
  }

  private CredentialCache cache(PodIdentityAgent.Settings settings) {
    return cache(settings, WITHOUT_PAUSES);
  }

  private CredentialCache cache(PodIdentityAgent.Settings settings, RandomGenerator random) {
    return new CredentialCache(
        new EksAuthClient(
            "myeks",
            () -> world.lab.eksAuth().plainAddress(),
            world.lab.time(),
            settings.retryPause(),
            random),
        token -> true,
        settings,
        world.lab.time(),
        Runnable::run,
        random);
  }

  @Test
  void aRenewalIsMadeWithTheNewestTokenOfThePod() throws AgentException {
    String first = keyOfPod();
    world.lab.issuer().rotateSigningKey();
    world.lab.issuer().retireOldKeys();
    world.pod.podIdentityVolume().rotate();
    assertEquals(first, keyOfPod());

    world.time.advance(Duration.ofHours(3));

    assertNotEquals(first, keyOfPod());
    assertEquals(2, world.exchanges());
  }

  private String keyOfPod() throws AgentException {
    return cache
        .get("the pod", world.token(), AgentCall.withoutClient(world.lab.time()))
        .accessKeyId();
  }

  private void sessionsOf(Duration lifetime, PodIdentityAgent.Settings settings) {
    close();
    world = new PodIdentityFixture(lab -> lab.sessionLifetime(lifetime));
    cache = cache(settings);
  }

  private AgentCredentials credentials() throws AgentException {
    return cache.get(world.token(), world.token(), AgentCall.withoutClient(world.lab.time()));
  }

  private String key() throws AgentException {
    return credentials().accessKeyId();
  }

  @Test
  void credentialsAreRenewedInTheBackgroundAfterThreeHours() throws Exception {
    String first = key();
    world.time.advance(Duration.ofHours(3).minusNanos(1));
    assertEquals(1, world.exchanges());

    world.time.advance(Duration.ofNanos(1));

    assertEquals(2, world.exchanges());
    AgentCredentials renewed = credentials();
    assertNotEquals(first, renewed.accessKeyId());
    assertEquals(Instant.parse("2026-11-25T00:04:05Z"), renewed.expiration());
    world.time.advance(Duration.ofHours(3));
    assertEquals(3, world.exchanges());
  }

  @Test
  void shorterSessionsAreServedUpToTheirLastFifteenSeconds() throws Exception {
    sessionsOf(Duration.ofMinutes(59), PodIdentityAgent.Settings.standard());
    String first = key();
    world.time.advance(Duration.ofMinutes(59).minusSeconds(15).minusNanos(1));
    assertEquals(first, key());

    world.time.advance(Duration.ofNanos(1));

    assertNotEquals(first, key());
    assertEquals(2, world.exchanges());
  }

  @Test
  void sessionsThatAreNearlyOverAreNeverServed() {
    sessionsOf(Duration.ofSeconds(10), PodIdentityAgent.Settings.standard());

    AgentException failure = assertThrows(AgentException.class, this::credentials);

    assertEquals(
        "fetched credentials are expired or will expire within the next 10.00 seconds",
        failure.text());
    assertEquals(500, failure.status());
  }

  @Test
  void withoutRetentionNothingIsKept() throws Exception {
    cache = cache(PodIdentityAgent.Settings.standard().withRetention(Duration.ZERO));

    assertNotEquals(key(), key());
  }

  @Test
  void aDeniedRenewalRemovesTheCredentials() throws Exception {
    String first = key();
    world.lab.disassociate(world.account);
    assertEquals(first, key());

    world.time.advance(Duration.ofHours(3));

    AgentException failure = assertThrows(AgentException.class, this::credentials);
    assertEquals("ResourceNotFoundException", failure.code());
  }

  @Test
  void aRenewalThatFailsOtherwiseKeepsTheCredentialsAndIsRepeated() throws Exception {
    String first = key();
    world.lab.eksAuth().faults().next(Fault.error("InvalidRequestException", 400, "not now"));
    world.time.advance(Duration.ofHours(3));
    assertEquals(2, world.exchanges());
    assertEquals(first, key());

    world.time.advance(Duration.ofMinutes(1));

    assertEquals(3, world.exchanges());
    assertNotEquals(first, key());
  }

  @Test
  void aClientThatHasWaitedForAnotherFor1800MillisecondsMakesItsOwnExchange() throws Exception {
    cache = cache(PodIdentityAgent.Settings.standard(), HALF);
    world.lab.eksAuth().faults().next(Fault.hang());
    int pending = world.time.pendingTasks();
    Future<String> first = world.later(this::key);
    world.awaitExchanges(1);
    Future<String> second = world.later(this::key);

    for (int pause = 0; pause < 9; pause++) {
      world.time.awaitPendingTasks(pending + 2);
      world.time.advance(Duration.ofMillis(200));
    }

    String key = second.get();
    assertEquals(2, world.exchanges());
    assertFalse(first.isDone());
    world.time.advance(Duration.ofMillis(200));
    assertNotEquals(key, first.get());
  }

  @Test
  void anAttemptEndsAfterASecondAndPausesGrow() throws Exception {
    cache = cache(PodIdentityAgent.Settings.standard(), HALF);
    world.lab.eksAuth().faults().next(3, Fault.hang());
    int pending = world.time.pendingTasks();
    Future<String> exchange = world.later(this::key);
    for (int attempt = 1; attempt <= 3; attempt++) {
      world.awaitExchanges(attempt);
      world.time.advance(Duration.ofSeconds(1));
      if (attempt < 3) {
        world.time.awaitPendingTasks(pending + 1);
        assertEquals(Duration.ofSeconds(attempt), world.time.nextDueIn().orElseThrow());
        world.time.advance(Duration.ofSeconds(attempt));
      }
    }
    Throwable failure = assertThrows(ExecutionException.class, exchange::get).getCause();

    assertEquals("[]", failure.getMessage());
    assertEquals(500, ((AgentException) failure).status());
  }
}
