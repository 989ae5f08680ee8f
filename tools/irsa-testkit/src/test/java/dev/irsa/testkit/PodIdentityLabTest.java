package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

@ExtendWith(IrsaLabExtension.class)
class PodIdentityLabTest {

  /** Gets credentials as SDK v2 does in a pod, whose variables are system properties here. */
  private static AwsCredentials fromSdk() {
    try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.builder().build()) {
      return provider.resolveCredentials();
    }
  }

  private static StsClient sts(IrsaLab lab, PodEnvironment pod, AwsCredentials credentials) {
    LabClients clients = new LabClients(lab);
    return clients.sts(
        clients.direct(), pod.stsEndpoint(), StaticCredentialsProvider.create(credentials));
  }

  @Test
  @PodIdentity
  @PodSystemProperties
  void credentialsThatTheSdkGetsFromTheAgentAreAcceptedBySts(IrsaLab lab, PodEnvironment pod) {
    String arn = sts(lab, pod, fromSdk()).getCallerIdentity().arn();

    assertTrue(
        arn.matches(
            "arn:aws:sts::111122223333:assumed-role/eksctl-myeks-podidentityrole-.*/eks-myeks-pod-[a-z0-9]{5}.*"),
        arn);
  }

  @Test
  void thePodFindsAgentAndTokenOnThisMachine() throws IOException {
    try (IrsaLab lab = IrsaLab.start()) {
      PodEnvironment pod = lab.startPod(lab.createPodIdentityServiceAccount("default", "my-sa"));

      assertEquals(
          Map.of(
              "AWS_STS_REGIONAL_ENDPOINTS",
              "regional",
              "AWS_DEFAULT_REGION",
              "ap-northeast-2",
              "AWS_REGION",
              "ap-northeast-2",
              "AWS_CONTAINER_CREDENTIALS_FULL_URI",
              lab.agent().uri().toString(),
              "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
              pod.tokenFile().toString(),
              "HOSTNAME",
              pod.name()),
          pod.variables());
      assertEquals(pod.podIdentityVolume().token().value(), Files.readString(pod.tokenFile()));
      assertEquals(Path.of("eks-pod-identity-token"), pod.tokenFile().getFileName());
      assertEquals(
          "http://169.254.170.23/v1/credentials",
          pod.pod().environment("app").get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
      assertEquals(
          Set.of("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_S3", "AWS_CA_BUNDLE"),
          pod.endpointVariables().keySet());
    }
  }

  @Test
  void podsStartedAfterAnAssociationUseItAndThoseBeforeDoNot() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment before = lab.startPod(account);

      lab.associate(account);
      PodEnvironment after = lab.startPod(account);
      lab.disassociate(account);

      assertTrue(before.variables().containsKey("AWS_ROLE_ARN"));
      assertFalse(after.variables().containsKey("AWS_ROLE_ARN"));
      assertTrue(lab.startPod(account).variables().containsKey("AWS_ROLE_ARN"));
      assertThrows(IllegalArgumentException.class, () -> lab.disassociate(account));
    }
  }

  @Test
  void deletingTheAccountDeniesExchangesAndEndsLiveSessions() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account = lab.createPodIdentityServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      String role = lab.roleOf(account).arn();

      lab.deleteServiceAccount(account);

      assertTrue(lab.iam().role(role).isEmpty());
      assertEquals(List.of(), lab.associations());
      assertThrows(IllegalStateException.class, () -> pod.tokenVolume().rotate());
      assertThrows(IllegalArgumentException.class, () -> lab.roleOf(account));
      assertThrows(IllegalArgumentException.class, () -> lab.deleteServiceAccount(account));
      assertThrows(IllegalArgumentException.class, () -> lab.revokeSessions(account));
    }
  }

  @Test
  void aChainedSessionInheritsTagsAndNeedsThePermissionToSetThem() {
    try (IrsaLab lab = IrsaLab.start()) {
      Role open = role(lab, "open", "\"sts:AssumeRole\", \"sts:TagSession\"");
      Role closed = role(lab, "closed", "\"sts:AssumeRole\"");
      PodEnvironment pod = lab.startPod(lab.createPodIdentityServiceAccount("default", "my-sa"));
      StsClient sts = sts(lab, pod, fromAgent(lab, pod));

      String key =
          sts.assumeRole(r -> r.roleArn(open.arn()).roleSessionName("next"))
              .credentials()
              .accessKeyId();
      StsException refusal =
          assertThrows(
              StsException.class,
              () -> sts.assumeRole(r -> r.roleArn(closed.arn()).roleSessionName("next")));

      assertEquals(
          "my-sa",
          lab.accessKeys().find(key).orElseThrow().sessionTags().get("kubernetes-service-account"));
      assertTrue(
          refusal.getMessage().contains("is not authorized to perform: sts:TagSession on resource"),
          refusal.getMessage());
    }
  }

  private static Role role(IrsaLab lab, String name, String actions) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"AWS": "111122223333"}, "Action": [%s],
          "Condition": {"StringEquals": {
            "aws:PrincipalTag/kubernetes-namespace": "default"}}}]}"""
            .formatted(actions);
    return lab.iam().createRole(name, TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  /** Gets credentials without system properties, and looks up what was issued. */
  private static AwsCredentials fromAgent(IrsaLab lab, PodEnvironment pod) {
    try {
      var request =
          HttpRequest.newBuilder(lab.agent().uri())
              .header("Authorization", Files.readString(pod.tokenFile()))
              .build();
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    String id = lab.agent().requests().of("GetCredentials").get(0).accessKeyId();
    var key = lab.accessKeys().find(id).orElseThrow();
    return AwsSessionCredentials.create(
        key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
  }
}
