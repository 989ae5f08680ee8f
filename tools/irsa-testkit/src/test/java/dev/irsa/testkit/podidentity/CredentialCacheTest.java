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

  private PodIdentityFixture fixture = new PodIdentityFixture();
  private CredentialCache cache = cache(PodIdentityAgent.Settings.standard());

  @AfterEach
  void close() {
    cache.close();
    fixture.close();
  }

  private CredentialCache cache(PodIdentityAgent.Settings settings) {
    return cache(settings, WITHOUT_PAUSES);
  }

  private CredentialCache cache(PodIdentityAgent.Settings settings, RandomGenerator random) {
    return new CredentialCache(
        new EksAuthClient(
            "myeks",
            () -> fixture.lab.eksAuth().plainAddress(),
            fixture.lab.time(),
            settings.retryPause(),
            random),
        token -> true,
        settings,
        fixture.lab.time(),
        Runnable::run,
        random);
  }

  @Test
  void aRenewalIsMadeWithTheNewestTokenOfThePod() throws AgentException {
    String first = keyOfPod();
    fixture.lab.issuer().rotateSigningKey();
    fixture.lab.issuer().retireOldKeys();
    fixture.pod.tokenVolume().rotate();
    assertEquals(first, keyOfPod());

    fixture.time.advance(Duration.ofHours(3));

    assertNotEquals(first, keyOfPod());
    assertEquals(2, fixture.exchanges());
  }

  private String keyOfPod() throws AgentException {
    return cache
        .get("the pod", fixture.token(), AgentCall.withoutClient(fixture.lab.time()))
        .accessKeyId();
  }

  private void sessionsOf(Duration lifetime, PodIdentityAgent.Settings settings) {
    close();
    fixture = new PodIdentityFixture(lab -> lab.sessionLifetime(lifetime));
    cache = cache(settings);
  }

  private AgentCredentials credentials() throws AgentException {
    return cache.get(fixture.token(), fixture.token(), AgentCall.withoutClient(fixture.lab.time()));
  }

  private String key() throws AgentException {
    return credentials().accessKeyId();
  }

  @Test
  void credentialsAreRenewedInTheBackgroundAfterThreeHours() throws Exception {
    String first = key();
    fixture.time.advance(Duration.ofHours(3).minusNanos(1));
    assertEquals(1, fixture.exchanges());

    fixture.time.advance(Duration.ofNanos(1));

    assertEquals(2, fixture.exchanges());
    AgentCredentials renewed = credentials();
    assertNotEquals(first, renewed.accessKeyId());
    assertEquals(Instant.parse("2026-11-25T00:04:05Z"), renewed.expiration());
    fixture.time.advance(Duration.ofHours(3));
    assertEquals(3, fixture.exchanges());
  }

  @Test
  void shorterSessionsAreServedUpToTheirLastFifteenSeconds() throws Exception {
    sessionsOf(Duration.ofMinutes(59), PodIdentityAgent.Settings.standard());
    String first = key();
    fixture.time.advance(Duration.ofMinutes(59).minusSeconds(15).minusNanos(1));
    assertEquals(first, key());

    fixture.time.advance(Duration.ofNanos(1));

    assertNotEquals(first, key());
    assertEquals(2, fixture.exchanges());
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
    fixture.lab.disassociate(fixture.account);
    assertEquals(first, key());

    fixture.time.advance(Duration.ofHours(3));

    AgentException failure = assertThrows(AgentException.class, this::credentials);
    assertEquals("ResourceNotFoundException", failure.code());
  }

  @Test
  void aRenewalThatFailsOtherwiseKeepsTheCredentialsAndIsRepeated() throws Exception {
    String first = key();
    fixture.lab.eksAuth().faults().next(Fault.error("InvalidRequestException", 400, "not now"));
    fixture.time.advance(Duration.ofHours(3));
    assertEquals(2, fixture.exchanges());
    assertEquals(first, key());

    fixture.time.advance(Duration.ofMinutes(1));

    assertEquals(3, fixture.exchanges());
    assertNotEquals(first, key());
  }

  @Test
  void aClientThatHasWaitedForAnotherFor1800MillisecondsMakesItsOwnExchange() throws Exception {
    cache = cache(PodIdentityAgent.Settings.standard(), HALF);
    fixture.lab.eksAuth().faults().next(Fault.hang());
    int pending = fixture.time.pendingTasks();
    Future<String> first = fixture.later(this::key);
    fixture.awaitExchanges(1);
    Future<String> second = fixture.later(this::key);

    for (int pause = 0; pause < 9; pause++) {
      fixture.time.awaitPendingTasks(pending + 2);
      fixture.time.advance(Duration.ofMillis(200));
    }

    String key = second.get();
    assertEquals(2, fixture.exchanges());
    assertFalse(first.isDone());
    fixture.time.advance(Duration.ofMillis(200));
    assertNotEquals(key, first.get());
  }

  @Test
  void anAttemptEndsAfterASecondAndPausesGrow() throws Exception {
    cache = cache(PodIdentityAgent.Settings.standard(), HALF);
    fixture.lab.eksAuth().faults().next(3, Fault.hang());
    int pending = fixture.time.pendingTasks();
    Future<String> exchange = fixture.later(this::key);
    for (int attempt = 1; attempt <= 3; attempt++) {
      fixture.awaitExchanges(attempt);
      fixture.time.advance(Duration.ofSeconds(1));
      if (attempt < 3) {
        fixture.time.awaitPendingTasks(pending + 1);
        assertEquals(Duration.ofSeconds(attempt), fixture.time.nextDueIn().orElseThrow());
        fixture.time.advance(Duration.ofSeconds(attempt));
      }
    }
    Throwable failure = assertThrows(ExecutionException.class, exchange::get).getCause();

    assertEquals("[]", failure.getMessage());
    assertEquals(500, ((AgentException) failure).status());
  }
}
