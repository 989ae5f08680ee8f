package dev.irsa.integration;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Situations in which the SDKs' own providers fail, block, or use another identity, with the
 * behaviour of our providers. Situations that need hours or a clock change are tested in irsa-core,
 * in virtual time.
 */
class WhatUsersGetTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MOST_ATTEMPTS = 3;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static <T extends CredentialsException> T failure(Class<T> kind, Provider provider) {
    RuntimeException thrown = assertThrows(RuntimeException.class, provider::accessKeyId);
    return assertInstanceOf(kind, thrown.getCause());
  }

  @ParameterizedTest
  @EnumSource
  void aThrottledFirstCallIsRetriedInternally(Sdk sdk) {
    world.faults().next(Fault.throttle());
    try (Provider provider = world.provider(sdk)) {
      assertTrue(provider.accessKeyId().startsWith("ASIA"));
      assertEquals(2, world.exchanges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void throttlingOfAllCallsIsATypedError(Sdk sdk) {
    world.faults().always(Fault.throttle());
    try (Provider provider = world.provider(sdk)) {
      var failure = failure(ExchangeUnavailableException.class, provider);

      assertTrue(failure.isThrottled());
      assertNull(failure.nextAttemptAt(), "the next caller starts it");
      assertEquals(MOST_ATTEMPTS, world.exchanges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRoleWithoutATokenFileIsATypedErrorNamingTheMissingVariable(Sdk sdk) {
    try (Provider provider = sdk.provider(world.without("AWS_WEB_IDENTITY_TOKEN_FILE"))) {
      var failure = failure(MisconfiguredException.class, provider);

      assertTrue(failure.isIrsaPod());
      assertEquals(
          List.of("AWS_WEB_IDENTITY_TOKEN_FILE"),
          failure.problems().stream().map(MisconfiguredException.Problem::setting).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void twentyThreadsWithoutCredentialsMakeOneCallEvenIfStsIsSlow(Sdk sdk) throws Exception {
    Gate gate = Gate.closed();
    world.faults().next(Fault.gate(gate));
    try (Provider provider = world.provider(sdk)) {
      List<String> keys = together(20, provider::accessKeyId, gate);

      assertEquals(1, Set.copyOf(keys).size());
      assertEquals(1, world.exchanges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void validCredentialsAndStsAnswering500LeaveCallersUntouched(Sdk sdk) {
    try (Provider provider = world.provider(sdk)) {
      String valid = provider.accessKeyId();
      world.faults().always(Fault.error("InternalFailure", 500, "down"));

      provider.refresh();

      for (int get = 0; get < 10; get++) {
        assertEquals(valid, provider.accessKeyId());
      }
      assertTrue(world.exchanges() <= 1 + MOST_ATTEMPTS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void credentialsWithFiftySecondsLeftAreServedWhileStsIsDown(Sdk sdk) {
    try (World shortLived =
            new World(IrsaLab.builder().sessionLifetime(Duration.ofSeconds(50)).start());
        Provider provider = shortLived.provider(sdk)) {
      String valid = provider.accessKeyId();
      shortLived.faults().always(Fault.reset());

      assertEquals(valid, provider.accessKeyId());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anStsThatAcceptsAndHangsIsATypedErrorWithinTheDeadline(Sdk sdk) {
    world.faults().always(Fault.hang());
    Map<String, String> pod = world.environment();
    try (Provider provider =
        sdk.provider(core -> core.environment(pod).deadline(Duration.ofMillis(300)))) {
      var failure = failure(ExchangeUnavailableException.class, provider);

      assertEquals(ExchangeUnavailableException.Stage.WAITING, failure.stage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExpirationInThePastCausesOneRefreshForTenCalls(Sdk sdk) {
    world.faults().always(Fault.expiration("2020-01-01T00:00:00Z"));
    try (Provider provider = world.provider(sdk)) {
      for (int get = 0; get < 10; get++) {
        failure(ExchangeUnavailableException.class, provider);
      }

      assertTrue(world.exchanges() <= MOST_ATTEMPTS, () -> world.exchanges() + " exchanges");
    }
  }

  @Test
  void resolveIdentityReturnsAtOnceEvenIfStsIsSlow() throws Exception {
    Gate gate = Gate.closed();
    world.faults().next(Fault.gate(gate));
    Map<String, String> pod = world.environment();
    try (IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder().configure(core -> core.environment(pod)).build()) {
      List<CompletableFuture<AwsCredentialsIdentity>> identities = new ArrayList<>();
      for (int call = 0; call < 20; call++) {
        identities.add(provider.resolveIdentity());
      }
      gate.awaitArrivals(1, SOON);
      boolean anyDone = identities.stream().anyMatch(CompletableFuture::isDone);
      gate.open();

      assertFalse(anyDone);
      assertEquals(1, identities.stream().map(i -> i.join().accessKeyId()).collect(toSet()).size());
      assertEquals(1, world.exchanges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedBackgroundRefreshIsRetriedWithoutACaller(Sdk sdk) throws Exception {
    // Early in a short session, so that it is still valid on a slow machine.
    RefreshPolicy early = RefreshPolicy.standard().withAdvisoryWindow(Duration.ofHours(1));
    try (World shortLived =
        new World(IrsaLab.builder().sessionLifetime(Duration.ofSeconds(15)).start())) {
      Map<String, String> pod = shortLived.environment();
      try (Provider provider = sdk.provider(core -> core.environment(pod).policy(early))) {
        provider.accessKeyId();
        shortLived.faults().next(MOST_ATTEMPTS, Fault.error("InternalFailure", 500, "down"));

        var calls = shortLived.lab.requests().await(World.EXCHANGE, 2 + MOST_ATTEMPTS, SOON);

        assertTrue(calls.get(1 + MOST_ATTEMPTS).succeeded());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClockTwoHoursAheadCausesOneCallForTenGets(Sdk sdk) {
    Instant ofSts = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(2));
    Instant expiration = ofSts.plus(Duration.ofHours(1));
    world.faults().always(Fault.date(ofSts).then(Fault.expiration(expiration.toString())));
    try (Provider provider = world.provider(sdk)) {
      Set<String> keys = new HashSet<>();
      for (int get = 0; get < 10; get++) {
        keys.add(provider.accessKeyId());
      }

      assertEquals(1, keys.size());
      assertEquals(1, world.exchanges());
      assertEquals(expiration, provider.status().expiration());
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterCloseTheSharedSessionIsReused(Sdk sdk) {
    try (Provider other = world.provider(sdk);
        Provider provider = world.provider(sdk)) {
      String key = other.accessKeyId();
      provider.close();

      assertEquals(key, provider.accessKeyId());
      assertEquals(1, world.exchanges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTrailingNewlineOfTheTokenIsNotSent(Sdk sdk, @TempDir Path files) throws Exception {
    Path token = files.resolve("token");
    Files.writeString(token, Files.readString(world.pod.tokenFile()) + "\n");
    try (Provider provider =
        sdk.provider(world.with("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString()))) {
      assertTrue(provider.accessKeyId().startsWith("ASIA"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyTokenIsATypedErrorWithoutACall(Sdk sdk, @TempDir Path files) throws Exception {
    Path token = Files.createFile(files.resolve("token"));
    try (Provider provider =
        sdk.provider(world.with("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString()))) {
      var failure = failure(TokenUnavailableException.class, provider);

      assertEquals(token, failure.tokenFile());
      assertEquals(0, world.exchanges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVerificationKeyThatCouldNotBeFetchedOnceIsRetried(Sdk sdk) {
    world
        .faults()
        .next(
            Fault.error(
                "InvalidIdentityToken",
                400,
                "Couldn't retrieve verification key from your identity provider, please reference"
                    + " AssumeRoleWithWebIdentity documentation for requirements"));
    try (Provider provider = world.provider(sdk)) {
      assertTrue(provider.accessKeyId().startsWith("ASIA"));
      assertEquals(2, world.exchanges());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissingRegionIsAnErrorNamingTheVariables(Sdk sdk) {
    Map<String, String> pod = Map.copyOf(world.pod.variables());
    Consumer<IrsaCredentials.Builder> nowhere =
        core ->
            core.environment(
                Map.of(
                    "AWS_ROLE_ARN",
                    pod.get("AWS_ROLE_ARN"),
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    pod.get("AWS_WEB_IDENTITY_TOKEN_FILE")));
    try (Provider provider = sdk.provider(nowhere)) {
      String message = failure(MisconfiguredException.class, provider).getMessage();

      assertTrue(message.contains("AWS_REGION"), message);
      assertTrue(message.contains("AWS_DEFAULT_REGION"), message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void usWest2WithoutTheRegionalSwitchIsRegional(Sdk sdk) {
    Map<String, String> pod = world.pod.variables();
    Map<String, String> west =
        Map.of(
            "AWS_ROLE_ARN",
            pod.get("AWS_ROLE_ARN"),
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            pod.get("AWS_WEB_IDENTITY_TOKEN_FILE"),
            "AWS_REGION",
            "us-west-2");
    try (Provider provider = sdk.provider(core -> core.environment(west))) {
      URI endpoint = provider.status().endpoint();

      assertEquals("sts.us-west-2.amazonaws.com", endpoint.getHost());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSessionNameIsThePodsName(Sdk sdk) {
    try (Provider provider = world.provider(sdk)) {
      provider.accessKeyId();

      assertEquals(
          "irsa-" + world.pod.name(), world.lab.requests().of(World.EXCHANGE).get(0).sessionName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForcedRefreshReturnsNewCredentials(Sdk sdk) {
    try (Provider provider = world.provider(sdk)) {
      String before = provider.accessKeyId();

      provider.refresh();

      assertNotEquals(before, provider.accessKeyId());
    }
  }

  /**
   * Runs in the given number of threads at once, and opens the gate when the first request has
   * arrived.
   */
  private static <T> List<T> together(int threads, Callable<T> work, Gate gate) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      gate.awaitArrivals(1, SOON);
      gate.open();
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
