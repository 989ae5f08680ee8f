package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.Futures;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.internal.adapter.PodRoleContract;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class PodRoleTest extends PodRoleContract<AwsCredentials> {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final IrsaCredentialsProvider own = StsClients.provider(world);
  private final SdkEventLoopGroup loop = SdkEventLoopGroup.builder().numberOfThreads(1).build();

  PodRoleTest() {
    super(new V2Adapter());
  }

  @AfterEach
  void closeOwn() {
    var unused = loop.eventLoopGroup().shutdownGracefully(0, 0, TimeUnit.SECONDS);
    own.close();
  }

  @Test
  @Tag("newer-sdk")
  void theUserAgentReportsAWebIdentityFromTheEnvironment() {
    String agent = StsClients.userAgent(world, own);

    assertTrue(agent.matches(".* m/(\\w+,)*h,k(,\\w+)*( .*|$)"), agent);
  }

  @Test
  void theCallAfterARejectedOneUsesNewCredentials() {
    try (StsClient client = StsClients.of(world, own, new RejectedCredentialsInterceptor(own))) {
      client.getCallerIdentity();
      String rejected = own.resolveCredentials().accessKeyId();
      world.lab.expireSessions(world.account);

      StsException refusal = assertThrows(StsException.class, client::getCallerIdentity);
      GetCallerIdentityResponse next = client.getCallerIdentity();

      assertEquals("ExpiredToken", refusal.awsErrorDetails().errorCode());
      assertEquals(world.podArn(), next.arn());
      assertNotEquals(rejected, own.resolveCredentials().accessKeyId());
      assertEquals(2, world.exchanges());
    }
  }

  @Test
  void aDeniedCallDoesNotInvalidateTheCredentials() {
    try (StsClient client = StsClients.of(world, own, new RejectedCredentialsInterceptor(own))) {
      client.getCallerIdentity();
      world.lab.sts().faults().on("GetCallerIdentity").next(Fault.error("AccessDenied", 403, "no"));

      assertThrows(StsException.class, client::getCallerIdentity);
      client.getCallerIdentity();

      assertEquals(1, world.exchanges());
    }
  }

  @Test
  void resolvingTheFirstIdentityDoesNotBlockAnEventLoop() throws Exception {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    try (StsAsyncClient client = asyncClient(loop)) {
      // Called on the only thread that can process the client's request and response.
      CompletableFuture<GetCallerIdentityResponse> call = new CompletableFuture<>();
      loop.eventLoopGroup()
          .execute(
              () ->
                  Futures.forward(
                      own.resolveIdentity().thenCompose(ready -> client.getCallerIdentity()),
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
  void aCallOnAnEventLoopSucceedsWhileARefreshHangs() throws Exception {
    own.resolveCredentials();
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    CompletableFuture<Boolean> refresh = CompletableFuture.supplyAsync(own::refresh);
    gate.awaitArrivals(1, SOON);
    try (StsAsyncClient client = asyncClient(loop)) {
      CompletableFuture<GetCallerIdentityResponse> call = new CompletableFuture<>();
      loop.eventLoopGroup().execute(() -> Futures.forward(client.getCallerIdentity(), call));

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
        .credentialsProvider(own)
        .build();
  }
}
