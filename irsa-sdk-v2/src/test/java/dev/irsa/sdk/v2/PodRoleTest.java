package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Real clients of the SDK with our provider, against the lab. */
class PodRoleTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final PodLab world = new PodLab();
  private final IrsaCredentialsProvider provider = world.provider();
  private final SdkEventLoopGroup loop = SdkEventLoopGroup.builder().numberOfThreads(1).build();

  @AfterEach
  void close() {
    var unused = loop.eventLoopGroup().shutdownGracefully(0, 0, TimeUnit.SECONDS);
    provider.close();
    world.close();
  }

  @Test
  void aClientIsThePodsRoleUnderThePodsName() {
    try (StsClient client = world.client(provider)) {
      assertEquals(world.podArn(), client.getCallerIdentity().arn());
    }
  }

  @Test
  @Tag("newer-sdk")
  void theUserAgentTellsOfWebIdentityFromTheEnvironment() {
    List<String> agents = new ArrayList<>();
    ExecutionInterceptor listener =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission context, ExecutionAttributes attributes) {
            agents.add(context.httpRequest().firstMatchingHeader("User-Agent").orElseThrow());
          }
        };

    try (StsClient client = world.client(provider, listener)) {
      client.getCallerIdentity();
    }

    assertTrue(agents.get(0).matches(".* m/(\\w+,)*h,k(,\\w+)*( .*|$)"), agents.get(0));
  }

  @Test
  void providersOfOnePodMakeOneExchange() {
    try (IrsaCredentialsProvider other = world.provider()) {
      assertEquals(
          provider.resolveCredentials().accessKeyId(), other.resolveCredentials().accessKeyId());
    }

    assertEquals(1, world.exchanges());
  }

  @Test
  void closingAClientTwiceHarmsNoOtherThatHasTheSameProvider() {
    StsClient first = world.client(provider);
    try (StsClient second = world.client(provider)) {
      first.getCallerIdentity();

      first.close();
      first.close();

      assertEquals(world.podArn(), second.getCallerIdentity().arn());
    }
  }

  @Test
  void closingAClientHarmsNoOtherProvider() {
    try (IrsaCredentialsProvider other = world.provider()) {
      other.resolveCredentials();
      StsClient client = world.client(provider);
      client.getCallerIdentity();

      client.close();

      assertFalse(other.resolveIdentity().isCompletedExceptionally());
      assertEquals(1, world.exchanges());
    }
  }

  @Test
  void theCallAfterARejectedOneCarriesNewCredentials() {
    try (StsClient client = world.client(provider, new RejectedCredentialsInterceptor(provider))) {
      client.getCallerIdentity();
      String rejected = provider.resolveCredentials().accessKeyId();
      world.lab.expireSessions(world.account);

      StsException refusal = assertThrows(StsException.class, client::getCallerIdentity);
      GetCallerIdentityResponse next = client.getCallerIdentity();

      assertEquals("ExpiredToken", refusal.awsErrorDetails().errorCode());
      assertEquals(world.podArn(), next.arn());
      assertNotEquals(rejected, provider.resolveCredentials().accessKeyId());
      assertEquals(2, world.exchanges());
    }
  }

  @Test
  void aCallThatIsMerelyDeniedInvalidatesNothing() {
    try (StsClient client = world.client(provider, new RejectedCredentialsInterceptor(provider))) {
      client.getCallerIdentity();
      world.lab.sts().faults().on("GetCallerIdentity").next(Fault.error("AccessDenied", 403, "no"));

      assertThrows(StsException.class, client::getCallerIdentity);
      client.getCallerIdentity();

      assertEquals(1, world.exchanges());
    }
  }

  @Test
  void askingForTheFirstIdentityNeverBlocksAnEventLoop() throws Exception {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    try (StsAsyncClient client = asyncClient(loop)) {
      // Asked on the only thread that can carry the client's request and answer.
      CompletableFuture<GetCallerIdentityResponse> call = new CompletableFuture<>();
      loop.eventLoopGroup()
          .execute(
              () ->
                  Answers.forward(
                      provider.resolveIdentity().thenCompose(ready -> client.getCallerIdentity()),
                      call));
      gate.awaitArrivals(1, SOON);
      String ranMeanwhile = CompletableFuture.supplyAsync(() -> "ran", loop.eventLoopGroup()).get();
      int answeredBefore = world.exchanges();
      gate.open();

      assertEquals("ran", ranMeanwhile);
      assertEquals(0, answeredBefore);
      assertEquals(world.podArn(), call.get().arn());
    }
  }

  @Test
  void aCallOnAnEventLoopGoesThroughWhileARefreshHangs() throws Exception {
    provider.resolveCredentials();
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    CompletableFuture<Boolean> refresh = CompletableFuture.supplyAsync(provider::refresh);
    gate.awaitArrivals(1, SOON);
    try (StsAsyncClient client = asyncClient(loop)) {
      CompletableFuture<GetCallerIdentityResponse> call = new CompletableFuture<>();
      loop.eventLoopGroup().execute(() -> Answers.forward(client.getCallerIdentity(), call));

      assertEquals(world.podArn(), call.get().arn());
      assertFalse(refresh.isDone());
    } finally {
      gate.open();
    }
    assertTrue(refresh.get());
  }

  private StsAsyncClient asyncClient(SdkEventLoopGroup loop) {
    return StsAsyncClient.builder()
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(loop))
        .region(Region.of(world.lab.region()))
        .endpointOverride(world.pod.plainStsEndpoint())
        .credentialsProvider(provider)
        .build();
  }

  @Test
  void aRefusedExchangeReachesTheCallerOfAClientAsTheSdksTypeWithOursAsCause() {
    world.lab.deleteServiceAccount(world.account);

    try (StsClient client = world.client(provider)) {
      var thrown = assertThrows(SdkClientException.class, client::getCallerIdentity);

      assertInstanceOf(IrsaCredentialsException.class, thrown);
      var cause = assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
      assertEquals("AccessDenied", cause.code());
    }
  }

  @Test
  void outsideAPodTheErrorNamesWhatIsMissing() {
    try (IrsaCredentialsProvider outside =
        IrsaCredentialsProvider.builder().configure(core -> core.environment(Map.of())).build()) {
      var thrown = assertThrows(SdkClientException.class, outside::resolveCredentials);

      assertInstanceOf(MisconfiguredException.class, thrown.getCause());
      assertTrue(thrown.getMessage().contains("AWS_ROLE_ARN"), thrown.getMessage());
    }
  }

  @Test
  void aWrongValueGivenInCodeIsToldWhenTheProviderIsMade() {
    var builder = IrsaCredentialsProvider.builder().roleArn("no-arn");

    var thrown = assertThrows(IrsaCredentialsException.class, builder::build);

    assertInstanceOf(MisconfiguredException.class, thrown.getCause());
  }
}
