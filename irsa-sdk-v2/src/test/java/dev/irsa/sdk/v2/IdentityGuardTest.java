package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.GuardedPod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * A process in a pod, whose clients sign with whatever they were given. They were not told of the
 * guard: the SDK finds it in the jar.
 */
class IdentityGuardTest {

  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final AwsCredentialsProvider KEYS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "very-secret"));

  private final GuardedPod pod = new GuardedPod();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final long before = IrsaCredentialsProvider.foreignCalls();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    pod.close();
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

  private void assertNothingReported() {
    assertEquals(List.of(), pod.reports());
    assertEquals(before, IrsaCredentialsProvider.foreignCalls());
  }

  @Test
  void anotherIdentityIsReportedInItsFirstCallAndOnceForEachClient() {
    StsClient one = client(KEYS);
    refused(one);

    assertEquals(1, pod.reports().size());
    String report = pod.reports().get(0);
    assertTrue(report.contains("Sts GetCallerIdentity is signed by the access key"), report);
    assertTrue(report.contains("AKIA...MPLE"), report);
    assertTrue(report.contains(StaticCredentialsProvider.class.getName()), report);
    assertTrue(report.contains("and not by the pod's role " + pod.world.roleArn()), report);
    assertTrue(report.contains("IrsaCredentialsProvider.create()"), report);
    refused(one);
    refused(client(KEYS));
    refused(one);
    assertEquals(2, pod.reports().size());
    assertEquals(before + 4, IrsaCredentialsProvider.foreignCalls());
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
  void aClientThatWasBuiltAndUsedBeforeOurProviderIsReportedAsWell() {
    StsClient early = client(KEYS);
    refused(early);
    StsClient ours = client(opened(IrsaCredentialsProvider.create()));
    ours.getCallerIdentity();
    assertEquals(1, pod.reports().size());

    pod.set("irsa.guard", "deny");
    assertThrows(IrsaCredentialsException.class, early::getCallerIdentity);
    ours.getCallerIdentity();
    assertEquals(before + 2, IrsaCredentialsProvider.foreignCalls());
  }

  @Test
  void manyClientsOfOneIdentityDoNotFloodTheLog() {
    for (int i = 0; i < 20; i++) {
      refused(client(KEYS));
    }

    assertEquals(10, pod.reports().size());
    assertEquals(1, IrsaCredentialsProvider.foreignIdentities().size());
    assertEquals(before + 20, IrsaCredentialsProvider.foreignCalls());
  }

  @Test
  void deniedRequestsAreNotSent() {
    pod.set("irsa.guard", "deny");
    StsClient client = client(KEYS);
    StsAsyncClient async = asyncClient(KEYS);

    var denied = assertThrows(IrsaCredentialsException.class, client::getCallerIdentity);
    var waited = assertThrows(CompletionException.class, () -> async.getCallerIdentity().join());

    var cause = assertInstanceOf(MisconfiguredException.class, denied.getCause());
    assertEquals("IRSA_GUARD", cause.problems().get(0).setting());
    assertEquals("irsa.guard", cause.problems().get(0).origin());
    assertTrue(denied.getMessage().contains("nothing was sent"), denied::getMessage);
    assertInstanceOf(IrsaCredentialsException.class, waited.getCause());
    assertEquals(List.of(), pod.world.lab.requests().all());
  }

  @Test
  void thePodsRoleIsNotReportedWhateverItIsAskedFor() {
    pod.set("irsa.guard", "deny");
    IrsaCredentialsProvider provider = opened(IrsaCredentialsProvider.create());
    String partner = pod.world.roleTrustingThePod("partner").arn();
    StsClient client = client(provider);
    client.getCallerIdentity();
    client.getCallerIdentity();
    assertTrue(provider.refresh());
    client.getCallerIdentity();
    client(provider.forRole(RoleRequest.of(pod.world.roleArn()).withRoleSessionName("view")))
        .getCallerIdentity();
    client(provider.chainedRole(partner)).getCallerIdentity();
    client(IrsaCredentialsProviderChain.create()).getCallerIdentity();
    asyncClient(provider).getCallerIdentity().join();

    assertNothingReported();
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
  void keysThatAServiceHandsOutToThePodAreThePods() {
    pod.set("irsa.guard", "deny");
    StsClient client = client(opened(IrsaCredentialsProvider.create()));
    String partner = pod.world.roleTrustingThePod("partner").arn();
    AwsCredentialsProvider assumed =
        opened(
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(request -> request.roleArn(partner).roleSessionName("own"))
                .build());

    client(assumed).getCallerIdentity();
    asyncClient(assumed).getCallerIdentity().join();

    assertNothingReported();
  }

  private AwsCredentialsProvider ofTheSdk(String roleArn) {
    return opened(
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(client(AnonymousCredentialsProvider.create()))
            .roleArn(roleArn)
            .roleSessionName("sdk")
            .webIdentityTokenFile(Path.of(System.getProperty("aws.webIdentityTokenFile")))
            .build());
  }

  @Test
  void anotherProviderOfTheSameRoleIsRemarkedOnce() {
    pod.set("irsa.guard", "deny");
    AwsCredentialsProvider sdk = ofTheSdk(pod.world.roleArn());

    client(sdk).getCallerIdentity();
    client(sdk).getCallerIdentity();

    assertNothingReported();
    assertEquals(1, pod.lines("dev.irsa Sts GetCallerIdentity is signed by the pod's role").size());
  }

  @Test
  void anotherRoleOfTheSameTokenIsReportedByItsArn() {
    var trusted = pod.world.lab.roleOf(pod.world.account).trustPolicy();
    String other =
        pod.world.lab.iam().createRole("other", trusted, Duration.ofHours(1), List.of()).arn();
    client(ofTheSdk(other)).getCallerIdentity();

    assertEquals(1, pod.reports().size());
    String named = "signed by " + other + " (AssumeRoleWithWebIdentity)";
    assertTrue(pod.reports().get(0).contains(named), pod.reports()::toString);
    pod.set("irsa.guard.allow", other);
    client(ofTheSdk(other)).getCallerIdentity();
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
  void identitiesThatAreMeantAreNotReported() {
    for (String meant :
        List.of(KEY, "StaticCredentialsProvider", StaticCredentialsProvider.class.getName())) {
      pod.set("irsa.guard.allow", "other, " + meant);

      refused(client(KEYS));
    }

    assertNothingReported();
  }

  @Test
  void staticKeysOfTheProcessAreNotReported() {
    pod.set("aws.accessKeyId", KEY);
    pod.set("aws.secretAccessKey", "very-secret");

    refused(client(KEYS));

    assertNothingReported();
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

    assertNothingReported();
  }

  @Test
  void outsideOfAPodNothingIsReported() {
    pod.leave();
    refused(client(KEYS));
    pod.set("irsa.guard", "deny");
    refused(client(KEYS));

    assertNothingReported();
  }

  @Test
  void itCanBeSwitchedOff() {
    pod.set("irsa.guard", "off");
    refused(client(KEYS));

    assertNothingReported();
  }

  @Test
  void noLineHasAWholeKeyOrASecret() {
    refused(client(KEYS));
    pod.set("irsa.guard", "deny");
    StsClient client = client(KEYS);
    String denied =
        assertThrows(IrsaCredentialsException.class, client::getCallerIdentity).toString();
    AwsCredentials keys = KEYS.resolveCredentials();

    List<String> all = new ArrayList<>(pod.ours());
    all.add(denied);
    for (String line : all) {
      assertTrue(!line.contains(keys.accessKeyId()), line);
      assertTrue(!line.contains(keys.secretAccessKey()), line);
      assertTrue(!line.contains("Signature="), line);
    }
  }
}
