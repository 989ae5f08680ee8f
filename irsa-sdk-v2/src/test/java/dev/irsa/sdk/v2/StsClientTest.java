package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/** Tests providers that exchange tokens with the application's own client of STS. */
class StsClientTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NOTHING = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

  private final PodLab world = new PodLab();
  private final List<SdkRequest> requests = new CopyOnWriteArrayList<>();
  private final StsClient client = client();
  private final IrsaCredentialsProvider provider = provider(client, Duration.ofSeconds(20));

  /** Returns a client of the application whose interceptor sees its requests. */
  private StsClient client() {
    return StsClients.of(
        world,
        AnonymousCredentialsProvider.create(),
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            requests.add(context.request());
          }
        });
  }

  /** Builds a provider in an environment that does not say where STS is. */
  private IrsaCredentialsProvider provider(StsClient of, Duration deadline) {
    Map<String, String> variables = new HashMap<>(world.environment());
    variables
        .keySet()
        .removeAll(List.of("AWS_ENDPOINT_URL_STS", "AWS_REGION", "AWS_DEFAULT_REGION"));
    return IrsaCredentialsProvider.builder()
        .configure(core -> core.environment(variables).deadline(deadline))
        .stsClient(of)
        .build();
  }

  @AfterEach
  void close() {
    provider.close();
    client.close();
    world.close();
  }

  @Test
  void theExchangeIsMadeByTheClientToItsEndpoint() {
    assertEquals(world.podArn(), StsClients.callerArn(world, provider));
    assertEquals(1, requests.size());
    assertEquals(world.pod.plainStsEndpoint().resolve("/"), provider.status().endpoint());
    assertEquals(world.lab.region(), provider.status().region());
  }

  @Test
  void providersWithOneClientShareASession() {
    try (IrsaCredentialsProvider other = provider(client, SOON);
        StsClient another = client();
        IrsaCredentialsProvider ofAnother = provider(another, SOON)) {
      AwsCredentials credentials = provider.resolveCredentials();
      assertEquals(credentials.accessKeyId(), other.resolveCredentials().accessKeyId());
      assertEquals(1, world.exchanges());

      assertTrue(
          !credentials.accessKeyId().equals(ofAnother.resolveCredentials().accessKeyId()),
          "another client is another way to STS");
    }
  }

  @Test
  void whileTheClientHangsCallersFailAtTheirDeadline() {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    try (IrsaCredentialsProvider impatient = provider(client, Duration.ofSeconds(1))) {
      var thrown = assertThrows(IrsaCredentialsException.class, impatient::resolveCredentials);

      assertInstanceOf(ExchangeUnavailableException.class, thrown.getCause());
      assertTrue(thrown.getMessage().contains("deadline of 1 s"), thrown.getMessage());
    } finally {
      gate.open();
    }
  }

  @Test
  void whileTheClientHangsInARefreshCallersAreServed() {
    AwsCredentials before = provider.resolveCredentials();
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    try (IrsaCredentialsProvider impatient = provider(client, Duration.ofSeconds(1))) {
      assertFalse(impatient.refresh(), "it did not end before the deadline");

      assertEquals(before, impatient.resolveCredentials());
      assertSame(before, provider.resolveCredentials());
      assertSame(before, provider.resolveIdentity().getNow(null));
    } finally {
      gate.open();
    }
  }

  @Test
  void aDenialHasTheCodeTheRequestIdAndTheAdviceOfTheTokensClaims() {
    world.lab.deleteServiceAccount(world.account);

    var thrown = assertThrows(IrsaCredentialsException.class, provider::resolveCredentials);

    var cause = assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
    assertEquals("AccessDenied", cause.code());
    assertEquals(403, cause.httpStatus());
    assertTrue(cause.requestId() != null);
    assertTrue(
        thrown.getMessage().contains("system:serviceaccount:default:my-sa"), thrown.getMessage());
    assertEquals(1, world.exchanges(), "a denial is not tried again at once");
  }

  @Test
  void theParametersOfASessionReachTheClientsRequest() {
    RoleRequest request =
        RoleRequest.of(world.roleArn())
            .withRoleSessionName("tenant-7")
            .withSessionPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"))
            .withSessionPolicy(NOTHING)
            .withSessionDuration(Duration.ofMinutes(15));

    IrsaCredentialsProvider tenant = provider.forRole(request);

    assertEquals(
        world.lab.roleOf(world.account).sessionArn("tenant-7"),
        StsClients.callerArn(world, tenant));
    var sent = (AssumeRoleWithWebIdentityRequest) requests.get(0);
    assertEquals(1, requests.size());
    assertEquals(NOTHING, sent.policy());
    assertEquals("arn:aws:iam::aws:policy/ReadOnlyAccess", sent.policyArns().get(0).arn());
    assertTrue(
        tenant
            .status()
            .expiration()
            .isBefore(world.lab.time().clock().instant().plus(Duration.ofMinutes(16))));
  }

  @Test
  void theClientStaysOpenWhenTheProviderIsClosed() {
    var unused = provider.resolveCredentials();

    provider.close();

    assertEquals(world.podArn(), StsClients.callerArn(world, provider));
    assertTrue(provider.refresh(), "by the same client");
  }

  @Test
  void aRegionThatIsSetLaterIsKept() {
    Map<String, String> variables = world.environment();
    try (IrsaCredentialsProvider elsewhere =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(variables))
            .stsClient(client)
            .region("eu-central-1")
            .build()) {
      assertEquals("eu-central-1", elsewhere.status().region());
    }
  }
}
