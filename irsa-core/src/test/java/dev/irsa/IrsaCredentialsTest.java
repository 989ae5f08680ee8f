package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class IrsaCredentialsTest {

  private static final String ROLE = TestPod.ROLE;
  private static final String OTHER_ROLE = "arn:aws:iam::111122223333:role/audit";

  @TempDir Path folder;

  private IrsaCredentials.Builder builder(ScriptedServer server) {
    return IrsaCredentials.builder().environment(server.pod(folder));
  }

  private IrsaCredentials.Builder exchanging(WebIdentityExchange exchange) {
    return TestPod.calling(exchange, TestPod.token(folder)).deadline(Duration.ofSeconds(10));
  }

  @Test
  void aGivenExchangeGetsTheTokenAndServesAllHandles() {
    List<WebIdentityExchange.Request> requests = new ArrayList<>();
    WebIdentityExchange exchange =
        (request, bound) -> {
          requests.add(request);
          return TestPod.issued("ASIAGIVEN").withServerDate(Instant.now());
        };
    try (IrsaCredentials handle = exchanging(exchange).build();
        IrsaCredentials other = exchanging(exchange).build()) {
      assertEquals("ASIAGIVEN", handle.credentials().accessKeyId());
      assertSame(handle.credentials(), other.credentials());

      assertEquals(1, requests.size());
      assertEquals(ROLE, requests.get(0).roleArn());
      assertEquals(StsResponses.TOKEN, requests.get(0).webIdentityToken());
      assertFalse(requests.get(0).toString().contains(StsResponses.TOKEN));
    }
  }

  /** A signature may be off by 15 minutes at most. */
  @Test
  void aChainedRoleIsRequestedAtTheTimeOfStsAlthoughTheClockIsWrong() {
    Instant atSts = Instant.now().plus(Duration.ofHours(2));
    SessionCredentials hour =
        SessionCredentials.of("ASIA1", "secret", "token", atSts.plus(Duration.ofHours(1)));
    WebIdentityExchange exchange =
        (request, bound) -> WebIdentityExchange.Response.of(hour).withServerDate(atSts);
    try (ScriptedServer server =
            ScriptedServer.answering(403, StsResponses.error("AccessDenied", "no"));
        IrsaCredentials pod =
            exchanging(exchange)
                .environment(Map.of("AWS_ENDPOINT_URL_STS", server.uri().toString()))
                .build()) {
      IrsaCredentials chained = pod.chainedRole(RoleRequest.of(OTHER_ROLE));
      assertThrows(ExchangeRejectedException.class, chained::credentials);

      String request = server.requests().get(0);
      assertTrue(
          Stream.of(atSts, atSts.plusSeconds(60))
              .map(time -> "X-Amz-Date: " + time.toString().substring(0, 13).replace("-", ""))
              .anyMatch(request::contains),
          request);
    }
  }

  @Test
  void theErrorsOfAGivenExchangeHaveTheirUsualMeaning() {
    try (IrsaCredentials denied =
        exchanging(
                (request, bound) -> {
                  throw new WebIdentityExchange.ErrorResponseException(
                      "PackedPolicyTooLarge", 400, "no " + request.webIdentityToken(), "id-1");
                })
            .build()) {
      var failure = assertThrows(ExchangeRejectedException.class, denied::credentials);

      assertEquals("PackedPolicyTooLarge", failure.code());
      assertEquals("id-1", failure.requestId());
      assertTrue(failure.remedy().contains("Shorten the session policy"), failure.remedy());
      assertFalse(failure.getMessage().contains(StsResponses.TOKEN), failure.getMessage());
    }
  }

  @Test
  void aGivenExchangeWithoutAResponseIsAnOutageWithoutTheTokenInItsText() {
    AtomicInteger calls = new AtomicInteger();
    try (IrsaCredentials broken =
        exchanging(
                (request, bound) -> {
                  calls.incrementAndGet();
                  throw new IllegalStateException(
                      "could not send " + request.webIdentityToken(),
                      new IllegalArgumentException("header " + request.webIdentityToken()));
                })
            .build()) {
      var failure = assertThrows(ExchangeUnavailableException.class, broken::credentials);

      assertEquals(3, calls.get(), "tried again like every outage");
      assertTrue(failure.getMessage().contains("could not send"), failure.getMessage());
      Secrets.assertAbsent(Secrets.allTextOf(failure), List.of(StsResponses.TOKEN));
    }
  }

  /** Such as a client whose role is fixed, whatever it is asked for. */
  @Test
  void credentialsOfAGivenExchangeForAnotherRoleAreNotUsed() {
    SessionCredentials issued =
        SessionCredentials.of(
                "ASIAGIVEN", "secret", "token", Instant.now().plus(Duration.ofHours(1)))
            .withAssumedRoleArn("arn:aws:sts::111122223333:assumed-role/cart/irsa-cart-0");
    try (IrsaCredentials handle =
        exchanging((request, bound) -> WebIdentityExchange.Response.of(issued)).build()) {
      assertSame(issued, handle.credentials());

      IrsaCredentials other = handle.forRole(OTHER_ROLE);
      var refused = assertThrows(ExchangeUnavailableException.class, other::credentials);
      assertTrue(refused.getMessage().contains("its response is of another role"));
    }
  }

  @Test
  void anInvalidRequestListsAllItsProblems() {
    CredentialsRequest wrong =
        CredentialsRequest.standard()
            .withTimeout(Duration.ZERO)
            .withMinimumValidity(Duration.ofSeconds(-1));
    RoleRequest invalid =
        RoleRequest.of("cart").withSessionPolicy("").withSessionDuration(Duration.ofHours(13));
    try (ScriptedServer server = ScriptedServer.issuing();
        IrsaCredentials handle = builder(server).build()) {
      var failure = assertThrows(MisconfiguredException.class, () -> handle.credentials(wrong));
      var ofRole = assertThrows(MisconfiguredException.class, () -> handle.forRole(invalid));

      assertEquals(
          List.of("CredentialsRequest.timeout", "CredentialsRequest.minimumValidity"),
          failure.problems().stream().map(MisconfiguredException.Problem::setting).toList());
      assertInstanceOf(MisconfiguredException.class, failureOf(handle.credentialsAsync(wrong)));
      assertEquals(3, ofRole.problems().size(), ofRole.getMessage());
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void outsideAPodConstructionSucceedsAndEachCallReportsWhatIsMissing() {
    IrsaCredentials handle = IrsaCredentials.builder().environment(Map.of()).eager(true).build();
    try (handle) {
      assertNull(handle.credentialsInHand());
      var first = assertThrows(MisconfiguredException.class, handle::credentials);
      var second = assertThrows(MisconfiguredException.class, handle::credentials);

      assertFalse(first.isConfigured());
      assertTrue(first.getMessage().contains("AWS_ROLE_ARN"), first.getMessage());
      assertTrue(first != second, "each throw is a new instance");
      assertEquals(State.MISCONFIGURED, handle.status().state());
      assertFalse(handle.status().isConfigured());
      assertNotNull(handle.status().lastFailure());
    }
    assertInstanceOf(MisconfiguredException.class, failureOf(handle.credentialsAsync()));
  }

  private static final URI FAR_PROXY = URI.create("http://user:secret@proxy.test:3128");

  static Stream<Arguments> invalid() {
    Duration quarter = Duration.ofMinutes(15);
    return Stream.of(
        invalid("builder", core -> core.endpointOverride(URI.create("http://sts.example.com"))),
        // Otherwise the session would have all permissions of the role.
        invalid("session policy", core -> core.sessionPolicy(" ")),
        invalid("session policy ARNs", core -> core.sessionPolicyArns(List.of())),
        invalid(
            "RefreshPolicy.advisoryWindow (from builder): PT15M is not shorter than the session",
            core ->
                core.policy(RefreshPolicy.standard().withAdvisoryWindow(quarter))
                    .sessionDuration(quarter)),
        invalid("proxy.test:3128 in clear text", core -> core.region("eu-west-1").proxy(FAR_PROXY)),
        invalid("deadline must lie", core -> core.deadline(Duration.ZERO)),
        invalid("deadline must lie", core -> core.deadline(Duration.ofSeconds(Long.MAX_VALUE))),
        invalid("maxRoles", core -> core.maxRoles(0)));
  }

  private static Arguments invalid(String text, Consumer<IrsaCredentials.Builder> setting) {
    return arguments(text, setting);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void anInvalidBuilderValueFailsTheBuild(String text, Consumer<IrsaCredentials.Builder> setting) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder().environment(Map.of());

    var refused =
        assertThrows(
            RuntimeException.class,
            () -> {
              setting.accept(builder);
              var unused = builder.build();
            });

    assertTrue(
        refused instanceof MisconfiguredException || refused instanceof IllegalArgumentException);
    assertTrue(refused.getMessage().contains(text), refused.getMessage());
  }

  @Test
  void cachedCredentialsAreReturnedWithoutStartingARefresh() {
    try (ScriptedServer server = ScriptedServer.issuing()) {
      IrsaCredentials handle = builder(server).build();
      IrsaCredentials view = handle.forRole(OTHER_ROLE);

      assertNull(handle.credentialsInHand());
      assertNull(view.credentialsInHand());
      assertEquals(0, server.requests().size());

      assertSame(handle.credentials(), handle.credentialsInHand());
      assertNull(view.credentialsInHand());
      assertSame(view.credentials(), view.credentialsInHand());
      assertEquals(2, server.requests().size());

      handle.close();
      assertNull(handle.credentialsInHand());
      assertNull(view.credentialsInHand());
    }
  }

  @Test
  void theStatusContainsTheConfigurationAndItsOrigins() {
    try (ScriptedServer server = ScriptedServer.issuing();
        IrsaCredentials handle = builder(server).region("eu-west-1").build()) {
      IrsaStatus before = handle.status();
      handle.credentials();
      IrsaStatus after = handle.status();

      assertEquals(State.EMPTY, before.state());
      assertTrue(before.isConfigured());
      assertEquals(0, server.requests().size() - 1, "only credentials() calls STS");
      assertEquals(State.FRESH, after.state());
      assertEquals(ROLE, after.roleArn());
      assertEquals("irsa-cart-0", after.roleSessionName());
      assertEquals(server.uri(), after.endpoint());
      assertEquals("builder", after.origins().get("AWS_REGION"));
      assertEquals("AWS_ROLE_ARN", after.origins().get("AWS_ROLE_ARN"));
      assertNotNull(after.expiration());
      assertTrue(after.nextRefresh().isBefore(after.expiration()));
      assertNull(after.lastFailure());
      assertFalse(after.toString().contains(StsResponses.SECRET_KEY));
    }
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    return assertThrows(CompletionException.class, future::join).getCause();
  }

  @Test
  void cancellingOneFutureDoesNotAffectOthers() {
    try (ScriptedServer server = ScriptedServer.issuing();
        IrsaCredentials handle = builder(server).build()) {
      CompletableFuture<SessionCredentials> cancelled = handle.credentialsAsync();
      CompletableFuture<SessionCredentials> other = handle.credentialsAsync();
      cancelled.cancel(true);

      assertNotNull(other.join());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aRejectedKeyIsReplacedAlsoIfItsHandleWasClosedInBetween() {
    try (ScriptedServer server = ScriptedServer.issuing()) {
      IrsaCredentials handle = builder(server).build();
      SessionCredentials first = handle.credentials();
      handle.close();
      handle.invalidate(first.accessKeyId());
      assertEquals(1, server.requests().size(), "nobody uses the session");

      handle.credentials();
      handle.invalidate(first.accessKeyId());
      handle.credentials();

      assertEquals(2, server.requests().size());
      handle.close();
    }
  }

  /** Nobody waits for that call, so it does not keep the session. */
  @Test
  void closingAnEagerHandleEndsTheCallThatItStarted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedServer.Script script =
        connection -> {
          connection.readRequest();
          asked.countDown();
          try {
            connection.awaitByte();
          } finally {
            ended.countDown();
          }
        };
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      try (IrsaCredentials eager = builder(server).eager(true).build()) {
        assertNull(eager.credentialsInHand());
        asked.await();
      }
      assertTrue(ended.await(5, TimeUnit.SECONDS), "the connection is still open");
    }
  }
}
