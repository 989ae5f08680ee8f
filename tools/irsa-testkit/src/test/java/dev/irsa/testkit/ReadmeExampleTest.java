package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** The code of the module's README, between tags; another test compares it with the README. */
@ExtendWith(IrsaLabExtension.class)
class ReadmeExampleTest {
  // tag::testkit-junit[]
  @Test
  void thePodReadsTheBucket(IrsaLab lab, PodEnvironment pod) {
    lab.objects().createBucket("my-bucket");
    lab.objects().put("my-bucket", "hello.txt", new byte[] {1, 2, 3});

    S3Client s3 = clientUnderTest(pod);

    assertEquals(1, s3.listObjectsV2(r -> r.bucket("my-bucket")).keyCount());
    assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
  }

  // end::testkit-junit[]

  @Test
  void theExampleWithoutJunitWorks() throws Exception {
    // tag::testkit-plain[]
    ManualTime time = ManualTime.create();
    try (IrsaLab lab = IrsaLab.builder().time(time).start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      lab.sts().faults().next(3, Fault.throttle());

      time.advance(Duration.ofHours(20)); // the token has been rotated
      assertEquals(1, pod.tokenVolume().rotations().size());

      lab.deleteServiceAccount(account); // the exchange is denied from now on
    }
    // end::testkit-plain[]
  }

  // tag::testkit-pod-identity[]
  @Test
  @PodIdentity
  @PodSystemProperties
  void credentialsComeFromTheAgent(IrsaLab lab) {
    lab.agent().stop(); // connections are refused
    assertThrows(SdkClientException.class, () -> credentialsOfThePod());
    lab.agent().start(); // at the same port, with an empty cache

    credentialsOfThePod();

    assertEquals(1, lab.agent().requests().count("GetCredentials"));
    assertEquals(1, lab.requests().count("AssumeRoleForPodIdentity"));
  }

  // end::testkit-pod-identity[]

  @CanIgnoreReturnValue
  private static AwsCredentials credentialsOfThePod() {
    try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.builder().build()) {
      return provider.resolveCredentials();
    }
  }

  private static S3Client clientUnderTest(PodEnvironment pod) {
    StsClient sts =
        StsClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .region(Region.AP_NORTHEAST_2)
            .endpointOverride(pod.plainStsEndpoint())
            .credentialsProvider(
                software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider.create())
            .build();
    return S3Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .region(Region.AP_NORTHEAST_2)
        .endpointOverride(pod.plainS3Endpoint())
        .credentialsProvider(
            StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts)
                .roleArn(pod.variables().get("AWS_ROLE_ARN"))
                .roleSessionName("app")
                .webIdentityTokenFile(pod.tokenFile())
                .build())
        .build();
  }
}
