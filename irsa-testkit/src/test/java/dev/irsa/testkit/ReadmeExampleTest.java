package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

/** The code of the module's README, which is compared with this file. */
@ExtendWith(IrsaLabExtension.class)
class ReadmeExampleTest {
  private static final Path README = Path.of("README.md");
  private static final Path THIS = Path.of("src/test/java/dev/irsa/testkit/ReadmeExampleTest.java");

  // readme: junit
  @Test
  void thePodReadsTheBucket(IrsaLab lab, PodEnvironment pod) {
    lab.objects().createBucket("my-bucket");
    lab.objects().put("my-bucket", "hello.txt", new byte[] {1, 2, 3});

    S3Client s3 = clientUnderTest(pod);

    assertEquals(1, s3.listObjectsV2(r -> r.bucket("my-bucket")).keyCount());
    assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
  }

  // readme: end

  @Test
  void theExampleWithoutJunitWorks() throws Exception {
    // readme: plain
    ManualTime time = ManualTime.create();
    try (IrsaLab lab = IrsaLab.builder().time(time).start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      lab.sts().faults().next(3, Fault.throttle());

      time.advance(Duration.ofHours(20)); // the token has been rotated
      assertEquals(1, pod.tokenVolume().rotations().size());

      lab.deleteServiceAccount(account); // the exchange is denied from now on
    }
    // readme: end
  }

  // readme: pod identity
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

  // readme: end

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

  @Test
  void theReadmeShowsTheCodeOfThisFile() throws IOException {
    String source = compact(Files.readString(THIS));
    List<String> shown =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README))
            .results()
            .map(MatchResult::group)
            .map(block -> block.substring("```java\n".length(), block.length() - "```".length()))
            .toList();

    assertFalse(shown.isEmpty());
    for (String block : shown) {
      assertTrue(source.contains(compact(block)), block);
    }
  }

  private static String compact(String code) {
    return code.replaceAll("\\s+", "");
  }
}
