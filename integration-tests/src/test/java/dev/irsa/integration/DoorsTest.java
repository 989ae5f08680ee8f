package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The doors of an application that has our provider, on a node whose role must not be used:
 * whatever takes the provider signs as the pod's role, or fails with our error.
 */
class DoorsTest {

  private static final Pattern SIGNER = Pattern.compile("X-Amz-Credential=(\\w+)(%2F|/)");

  private final PodLab podInLab = new PodLab("AmazonS3ReadOnlyAccess");
  private final SystemProperties properties = new SystemProperties();
  private InstanceMetadata node;

  @BeforeEach
  void standOnANode() throws IOException {
    node = NodeRole.start();
    properties.set("aws.ec2MetadataServiceEndpoint", node.endpoint());
    properties.set("com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", node.endpoint());
    podInLab.lab.objects().createBucket("data");
    podInLab.lab.objects().put("data", "a", new byte[1]);
  }

  @AfterEach
  void close() {
    properties.close();
    node.close();
    podInLab.close();
  }

  /** What takes a provider. Each returns the key that signed. */
  enum Door {
    V2_CLIENT {
      @Override
      String sign(DoorsTest in) {
        return in.get(in.provider());
      }
    },
    V2_CLIENT_WITH_THE_CHAIN {
      @Override
      String sign(DoorsTest in) {
        Map<String, String> pod = in.podInLab.environment();
        return in.get(
            IrsaCredentialsProviderChain.builder()
                .configure(core -> core.environment(pod))
                .build());
      }
    },
    V2_ASYNCHRONOUS_CLIENT {
      @Override
      String sign(DoorsTest in) {
        try (S3AsyncClient s3 =
            S3AsyncClient.builder()
                .region(Region.of(in.podInLab.lab.region()))
                .endpointOverride(in.podInLab.pod.plainS3Endpoint())
                .forcePathStyle(true)
                .credentialsProvider(in.provider())
                .build()) {
          s3.headObject(request -> request.bucket("data").key("a")).join();
        }
        return in.signerOfTheLastRequest();
      }
    },
    V2_PROVIDER_OF_ONE_REQUEST {
      @Override
      String sign(DoorsTest in) {
        AwsCredentialsProvider own = in.provider();
        try (S3Client s3 = in.client(AnonymousCredentialsProvider.create())) {
          s3.headObject(
              request ->
                  request
                      .bucket("data")
                      .key("a")
                      .overrideConfiguration(override -> override.credentialsProvider(own)));
        }
        return in.signerOfTheLastRequest();
      }
    },
    V2_PRESIGNED_URL {
      @Override
      String sign(DoorsTest in) {
        try (S3Presigner presigner =
            S3Presigner.builder()
                .region(Region.of(in.podInLab.lab.region()))
                .credentialsProvider(in.provider())
                .build()) {
          return signer(
              presigner
                  .presignGetObject(
                      presign ->
                          presign
                              .signatureDuration(Duration.ofMinutes(1))
                              .getObjectRequest(get -> get.bucket("data").key("a")))
                  .url()
                  .toString());
        }
      }
    },
    V2_PASSWORD_OF_RDS {
      @Override
      String sign(DoorsTest in) {
        return signer(
            RdsUtilities.builder()
                .region(Region.of(in.podInLab.lab.region()))
                .credentialsProvider(in.provider())
                .build()
                .generateAuthenticationToken(
                    request -> request.hostname("db.example.com").port(5432).username("app")));
      }
    },
    /** Its own call is signed by the pod's role; AWS refuses this role. */
    V2_ROLE_ON_TOP {
      @Override
      String sign(DoorsTest in) {
        String role = in.podInLab.lab.roleOf(in.podInLab.account).arn();
        try (StsClient sts =
                StsClient.builder()
                    .region(Region.of(in.podInLab.lab.region()))
                    .endpointOverride(in.podInLab.pod.plainStsEndpoint())
                    .credentialsProvider(in.provider())
                    .build();
            StsAssumeRoleCredentialsProvider onTop =
                StsAssumeRoleCredentialsProvider.builder()
                    .stsClient(sts)
                    .refreshRequest(request -> request.roleArn(role).roleSessionName("on-top"))
                    .build()) {
          RuntimeException refused =
              assertThrows(RuntimeException.class, onTop::resolveCredentials);
          if (isOurs(refused)) {
            throw refused;
          }
        }
        return in.signerOfTheLastRequest();
      }
    },
    V1_CLIENT {
      @Override
      String sign(DoorsTest in) {
        Map<String, String> pod = in.podInLab.environment();
        return in.getV1(
            dev.irsa.sdk.v1.IrsaCredentialsProvider.builder()
                .configure(core -> core.environment(pod))
                .build());
      }
    },
    V1_CLIENT_WITH_THE_CHAIN {
      @Override
      String sign(DoorsTest in) {
        Map<String, String> pod = in.podInLab.environment();
        return in.getV1(
            dev.irsa.sdk.v1.IrsaCredentialsProviderChain.builder()
                .configure(core -> core.environment(pod))
                .build());
      }
    };

    abstract String sign(DoorsTest in);
  }

  private IrsaCredentialsProvider provider() {
    Map<String, String> pod = podInLab.environment();
    return IrsaCredentialsProvider.builder().configure(core -> core.environment(pod)).build();
  }

  private S3Client client(AwsCredentialsProvider provider) {
    return S3Client.builder()
        .region(Region.of(podInLab.lab.region()))
        .endpointOverride(podInLab.pod.plainS3Endpoint())
        .forcePathStyle(true)
        .credentialsProvider(provider)
        .build();
  }

  private String get(AwsCredentialsProvider provider) {
    try (S3Client s3 = client(provider)) {
      s3.headObject(request -> request.bucket("data").key("a"));
    }
    return signerOfTheLastRequest();
  }

  private String getV1(AWSCredentialsProvider provider) {
    AmazonS3 s3 =
        AmazonS3ClientBuilder.standard()
            .withEndpointConfiguration(
                new EndpointConfiguration(
                    podInLab.pod.plainS3Endpoint().toString(), podInLab.lab.region()))
            .withPathStyleAccessEnabled(true)
            .withCredentials(provider)
            .build();
    try {
      var unused = s3.getObjectMetadata("data", "a");
    } finally {
      s3.shutdown();
    }
    return signerOfTheLastRequest();
  }

  private String signerOfTheLastRequest() {
    List<RequestRecord> all = podInLab.lab.requests().all();
    return String.valueOf(all.get(all.size() - 1).accessKeyId());
  }

  private static String signer(String text) {
    Matcher found = SIGNER.matcher(text);
    assertTrue(found.find(), () -> "not signed: " + text);
    return found.group(1);
  }

  private static boolean isOurs(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(each -> each.getClass().getName().startsWith("dev.irsa."));
  }

  @ParameterizedTest
  @EnumSource
  void thePodsRoleSigns(Door door) {
    String key = door.sign(this);

    String caller = podInLab.lab.accessKeys().find(key).orElseThrow().principal().arn();
    assertTrue(caller.startsWith(podInLab.lab.roleOf(podInLab.account).sessionArn("")), caller);
    assertEquals(1, podInLab.exchanges());
    assertEquals(0, node.requests());
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedPodGetsOurErrorAndNeverTheRoleOfTheNode(Door door) {
    podInLab.faults().always(Fault.error("AccessDenied", 403, "as told"));

    RuntimeException failure = assertThrows(RuntimeException.class, () -> door.sign(this));

    assertTrue(isOurs(failure), failure::toString);
    assertEquals(podInLab.exchanges(), podInLab.lab.requests().all().size());
    assertEquals(0, node.requests());
  }
}
