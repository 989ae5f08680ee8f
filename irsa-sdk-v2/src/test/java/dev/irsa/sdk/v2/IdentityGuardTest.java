package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.GuardContract;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * A process in a pod, whose clients sign with whatever they were given. They were not told of the
 * guard: the SDK finds it in the jar.
 */
class IdentityGuardTest extends GuardContract<AwsCredentialsProvider> {

  private static final AwsCredentialsProvider KEYS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "very-secret"));

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Override
  protected Runnable client(AwsCredentialsProvider provider, URI endpoint) {
    StsClient client = opened(StsClients.of(pod.world, provider, endpoint));
    return () -> {
      var unused = client.getCallerIdentity();
    };
  }

  @Override
  protected AwsCredentialsProvider provider(Supplier<Keys> keys) {
    return () -> {
      Keys now = keys.get();
      return now.token() == null
          ? AwsBasicCredentials.create(now.accessKeyId(), now.secret())
          : AwsSessionCredentials.create(now.accessKeyId(), now.secret(), now.token());
    };
  }

  @Override
  protected Keys keys(AwsCredentialsProvider provider) {
    var session = (AwsSessionCredentials) provider.resolveCredentials();
    return new Keys(session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }

  @Override
  protected AwsCredentialsProvider ours() {
    return opened(IrsaCredentialsProvider.create());
  }

  @Override
  protected AwsCredentialsProvider ourChain() {
    return opened(IrsaCredentialsProviderChain.create());
  }

  @Override
  protected AwsCredentialsProvider ourChainedRole(String roleArn) {
    return opened(IrsaCredentialsProvider.create()).chainedRole(roleArn);
  }

  @Override
  protected AwsCredentialsProvider assumed(AwsCredentialsProvider signer, String roleArn) {
    return opened(
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client(signer))
            .refreshRequest(request -> request.roleArn(roleArn).roleSessionName("own"))
            .build());
  }

  @Override
  protected Keys exchanged(String roleArn, String token) {
    Credentials issued =
        client(AnonymousCredentialsProvider.create())
            .assumeRoleWithWebIdentity(
                request -> request.roleArn(roleArn).roleSessionName("sdk").webIdentityToken(token))
            .credentials();
    return new Keys(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
  }

  @Override
  protected Class<? extends RuntimeException> exceptionType() {
    return IrsaCredentialsException.class;
  }

  @Override
  protected long foreignCalls() {
    return IrsaCredentialsProvider.foreignCalls();
  }

  @Override
  protected long callsToOtherServers() {
    return IrsaCredentialsProvider.callsToOtherServers();
  }

  @Override
  protected List<IrsaEvent.ForeignIdentity> foreignIdentities() {
    return IrsaCredentialsProvider.foreignIdentities();
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private StsClient client(AwsCredentialsProvider provider) {
    return opened(StsClients.of(pod.world, provider));
  }

  private StsAsyncClient asyncClient(AwsCredentialsProvider provider) {
    return opened(
        StsAsyncClient.builder()
            .region(Region.of(pod.world.lab.region()))
            .endpointOverride(pod.world.pod.plainStsEndpoint())
            .credentialsProvider(provider)
            .build());
  }

  private static void refused(StsClient client) {
    assertThrows(StsException.class, client::getCallerIdentity);
  }

  @Test
  void listenersOfAllHandlesReceiveItOnce() throws InterruptedException {
    BlockingQueue<IrsaEvent.ForeignIdentity> events = new LinkedBlockingQueue<>();
    IrsaListener listener =
        event -> {
          if (event instanceof IrsaEvent.ForeignIdentity foreign) {
            events.add(foreign);
          }
        };
    for (int i = 0; i < 2; i++) {
      opened(IrsaCredentialsProvider.builder().addListener(listener).build()).resolveCredentials();
    }
    refused(client(KEYS));

    var told = Objects.requireNonNull(events.poll(20, TimeUnit.SECONDS));
    assertEquals("GetCallerIdentity", told.operation());
    assertEquals(pod.world.roleArn(), told.roleArn());
    assertEquals(List.of(told), IrsaCredentialsProvider.foreignIdentities());
    assertEquals(List.of(), List.copyOf(events));
  }

  @Test
  void rejectedKeysAreReplacedIfTheyAreThePods() {
    StsClient client = client(opened(IrsaCredentialsProvider.create()));
    String arn = client.getCallerIdentity().arn();
    refused(client(KEYS));
    client.getCallerIdentity();
    assertEquals(1, pod.world.exchanges());
    assertEquals(1, pod.reports().size());

    pod.world.lab.expireSessions(pod.world.account);
    refused(client);
    assertEquals(arn, client.getCallerIdentity().arn());

    assertEquals(2, pod.world.exchanges());
    assertEquals(1, pod.reports().size());
  }

  @Test
  void theRoleOfTheNodeIsNamed() throws IOException {
    var unused = pod.standOnANode();

    refused(client(InstanceProfileCredentialsProvider.create()));

    assertEquals(1, pod.reports().size());
    assertTrue(pod.reports().get(0).contains("the role of the node"), pod.reports()::toString);
  }

  @Test
  void asynchronousRequestsAreDeniedAsWell() {
    pod.set("irsa.guard", "deny");
    StsAsyncClient async = asyncClient(KEYS);

    var waited = assertThrows(CompletionException.class, () -> async.getCallerIdentity().join());

    var denied = assertInstanceOf(IrsaCredentialsException.class, waited.getCause());
    var cause = assertInstanceOf(MisconfiguredException.class, denied.getCause());
    assertEquals("IRSA_GUARD", cause.problems().get(0).setting());
    assertEquals("irsa.guard", cause.problems().get(0).origin());
    assertEquals(List.of(), pod.world.lab.requests().all());
  }

  @Test
  void thePodsAsynchronousRequestsAreNotReported() {
    pod.set("irsa.guard", "deny");
    asyncClient(ours()).getCallerIdentity().join();

    assertEquals(List.of(), pod.reports());
  }

  @Test
  void theClassOfAProviderIsNamedAndCanBeMeant() {
    refused(client(KEYS));
    String report = pod.reports().get(0);
    assertTrue(report.contains(StaticCredentialsProvider.class.getName()), report);
    assertTrue(report.contains("IrsaCredentialsProvider.create()"), report);
    for (String meant : List.of("StaticCredentialsProvider", "static")) {
      pod.set("irsa.guard.allow", meant);
      refused(client(KEYS));
    }

    assertEquals(1, pod.reports().size());
  }

  @Test
  void aProviderOfOneRequestCounts() {
    StsClient client = client(opened(IrsaCredentialsProvider.create()));
    assertThrows(
        StsException.class,
        () ->
            client.getCallerIdentity(
                request -> request.overrideConfiguration(each -> each.credentialsProvider(KEYS))));

    assertEquals(1, pod.reports().size());
  }

  @Test
  void aChainOfTheSdkAroundOurProviderIsThePod() {
    client(AwsCredentialsProviderChain.of(opened(IrsaCredentialsProvider.create())))
        .getCallerIdentity();

    assertEquals(List.of(), pod.reports());
  }
}
