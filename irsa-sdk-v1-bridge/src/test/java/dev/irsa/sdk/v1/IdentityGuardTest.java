package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SDKGlobalTime;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.auth.STSAssumeRoleSessionCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.AWSSecurityTokenServiceException;
import com.amazonaws.services.securitytoken.model.AssumeRoleWithWebIdentityRequest;
import com.amazonaws.services.securitytoken.model.Credentials;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.GuardedPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A process in a pod, whose clients sign with whatever they were given. They were not told of the
 * guard: the SDK finds it in the jar.
 */
class IdentityGuardTest {

  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final AWSCredentialsProvider KEYS =
      new AWSStaticCredentialsProvider(new BasicAWSCredentials(KEY, "very-secret"));

  private final GuardedPod pod = new GuardedPod();
  private final long before = IrsaCredentialsProvider.foreignCalls();

  @AfterEach
  void close() {
    pod.close();
  }

  private AWSSecurityTokenService client(AWSCredentialsProvider provider) {
    // The SDK keeps the clock offset of another test's responses for the whole process.
    SDKGlobalTime.setGlobalTimeOffset(0);
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withEndpointConfiguration(
            new EndpointConfiguration(
                pod.world.pod.plainStsEndpoint().toString(), pod.world.lab.region()))
        .withCredentials(provider)
        .withClientConfiguration(new ClientConfiguration().withMaxErrorRetry(0))
        .build();
  }

  private static void call(AWSSecurityTokenService client) {
    var unused = client.getCallerIdentity(new GetCallerIdentityRequest());
  }

  private static void refused(AWSSecurityTokenService client) {
    assertThrows(AWSSecurityTokenServiceException.class, () -> call(client));
  }

  private void assertNothingReported() {
    assertEquals(List.of(), pod.reports());
    assertEquals(before, IrsaCredentialsProvider.foreignCalls());
  }

  @Test
  void anotherIdentityIsReportedInItsFirstCallAndOnceForEachClient() {
    AWSSecurityTokenService one = client(KEYS);
    refused(one);

    assertEquals(1, pod.reports().size());
    String report = pod.reports().get(0);
    assertTrue(report.contains("AWSSecurityTokenService GetCallerIdentity is signed by"), report);
    assertTrue(report.contains("the access key AKIA...MPLE of an IAM user"), report);
    assertTrue(report.contains("IrsaCredentialsProvider.getInstance()"), report);
    refused(one);
    refused(client(KEYS));
    assertEquals(2, pod.reports().size());
    assertEquals(before + 3, IrsaCredentialsProvider.foreignCalls());
  }

  @Test
  void deniedRequestsAreNotSent() {
    pod.set("irsa.guard", "deny");
    AWSSecurityTokenService client = client(KEYS);

    var denied = assertThrows(IrsaCredentialsException.class, () -> call(client));

    assertInstanceOf(MisconfiguredException.class, denied.getCause());
    assertTrue(denied.getMessage().contains("nothing was sent"), denied::getMessage);
    assertEquals(List.of(), pod.world.lab.requests().all());
  }

  @Test
  void thePodsRoleIsNotReportedWhateverItIsAskedFor() {
    pod.set("irsa.guard", "deny");
    String partner = pod.world.roleTrustingThePod("partner").arn();
    try (IrsaCredentialsProvider provider = new IrsaCredentialsProvider()) {
      AWSSecurityTokenService client = client(provider);
      for (int i = 0; i < 100; i++) {
        call(client);
      }
      provider.refresh();
      call(client);
      call(client(provider.chainedRole(RoleRequest.of(partner))));
      call(client(IrsaCredentialsProviderChain.getInstance()));
      call(
          client(
              new STSAssumeRoleSessionCredentialsProvider.Builder(partner, "own")
                  .withStsClient(client)
                  .build()));
    }

    assertNothingReported();
  }

  @Test
  void anotherProviderOfTheSameRoleIsRemarkedOnce() throws IOException {
    pod.set("irsa.guard", "deny");
    String token = Files.readString(Path.of(System.getProperty("aws.webIdentityTokenFile")));
    Credentials issued =
        client(new AWSStaticCredentialsProvider(new AnonymousAWSCredentials()))
            .assumeRoleWithWebIdentity(
                new AssumeRoleWithWebIdentityRequest()
                    .withRoleArn(pod.world.roleArn())
                    .withRoleSessionName("sdk")
                    .withWebIdentityToken(token))
            .getCredentials();
    AWSCredentialsProvider sdk =
        new AWSStaticCredentialsProvider(
            new BasicSessionCredentials(
                issued.getAccessKeyId(), issued.getSecretAccessKey(), issued.getSessionToken()));
    call(client(sdk));
    call(client(sdk));

    assertNothingReported();
    String remark = "dev.irsa AWSSecurityTokenService GetCallerIdentity is signed by the pod's";
    assertEquals(1, pod.lines(remark).size());
  }

  @Test
  void outsideOfAPodNothingIsReported() {
    pod.leave();
    refused(client(KEYS));

    assertNothingReported();
  }

  @Test
  void noLineHasAWholeKeyOrASecret() {
    refused(client(KEYS));

    for (String line : pod.ours()) {
      assertTrue(!line.contains(KEY) && !line.contains("very-secret"), line);
    }
  }
}
