package dev.irsa.sdk.v2.interceptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** Tests clients that nobody told of the interceptor. */
class GlobalInterceptorTest {

  private final IrsaLab lab = IrsaLab.start();
  private final ServiceAccount account = lab.createServiceAccount("default", "my-sa");
  private final PodEnvironment pod = lab.startPod(account);
  private final IrsaCredentialsProvider provider = provider();
  private final StsClient client = client(provider);

  private IrsaCredentialsProvider provider() {
    Map<String, String> variables = new HashMap<>(pod.variables());
    variables.put("AWS_ENDPOINT_URL_STS", pod.plainStsEndpoint().toString());
    return IrsaCredentialsProvider.builder().configure(core -> core.environment(variables)).build();
  }

  private StsClient client(AwsCredentialsProvider credentials) {
    return StsClient.builder()
        .region(Region.of(lab.region()))
        .endpointOverride(pod.plainStsEndpoint())
        .credentialsProvider(credentials)
        .build();
  }

  @AfterEach
  void close() {
    client.close();
    provider.close();
    lab.close();
  }

  private int exchanges() {
    return lab.requests().count("AssumeRoleWithWebIdentity");
  }

  @Test
  void theCallAfterARejectedOneUsesNewCredentials() {
    String arn = client.getCallerIdentity().arn();
    lab.expireSessions(account);

    assertThrows(StsException.class, client::getCallerIdentity);

    assertEquals(arn, client.getCallerIdentity().arn());
    assertEquals(2, exchanges());
  }

  @Test
  void rejectedKeysThatAreNotOursAreIgnored() {
    var unused = provider.resolveCredentials();
    try (StsClient foreign =
        client(
            () ->
                software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                    "AKIAIOSFODNN7EXAMPLE", "secret"))) {
      assertThrows(StsException.class, foreign::getCallerIdentity);
    }

    assertEquals(1, exchanges());
  }
}
