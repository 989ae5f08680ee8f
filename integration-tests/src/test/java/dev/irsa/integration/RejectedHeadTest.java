package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.internal.adapter.PodLab;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.RejectedCredentialsInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The response to a HEAD has no body, and therefore no error code: S3 rejects an expired token of a
 * HEAD with the status 400 alone.
 */
class RejectedHeadTest {

  private final PodLab podInLab = new PodLab("AmazonS3ReadOnlyAccess");
  private final IrsaCredentialsProvider provider =
      IrsaCredentialsProvider.builder()
          .configure(core -> core.environment(podInLab.environment()))
          .build();

  @BeforeEach
  void fill() {
    // The SDK keeps the clock offset of another test's responses for the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
    podInLab.lab.objects().createBucket("a-bucket");
    podInLab.lab.objects().put("a-bucket", "hello.txt", new byte[1]);
  }

  @AfterEach
  void close() {
    provider.close();
    podInLab.close();
  }

  private S3Client client(String region, ExecutionInterceptor... others) {
    return S3Client.builder()
        .region(Region.of(region))
        .endpointOverride(podInLab.pod.plainS3Endpoint())
        .forcePathStyle(true)
        .credentialsProvider(provider)
        .overrideConfiguration(
            c -> {
              c.addExecutionInterceptor(new RejectedCredentialsInterceptor(provider));
              for (ExecutionInterceptor other : others) {
                c.addExecutionInterceptor(other);
              }
            })
        .build();
  }

  private static int refused(Runnable head) {
    return assertThrows(S3Exception.class, head::run).statusCode();
  }

  @Test
  void theCallAfterARejectedHeadUsesNewCredentials() {
    try (S3Client client = client(podInLab.lab.region())) {
      client.headObject(r -> r.bucket("a-bucket").key("hello.txt"));
      podInLab.lab.accessKeys().expireSessions(podInLab.lab.roleOf(podInLab.account).arn());

      int status = refused(() -> client.headObject(r -> r.bucket("a-bucket").key("hello.txt")));
      client.headObject(r -> r.bucket("a-bucket").key("hello.txt"));

      assertEquals(400, status);
      assertEquals(2, podInLab.exchanges());
    }
  }

  @Test
  void aMissingObjectIsNotTakenForRejectedCredentials() {
    try (S3Client client = client(podInLab.lab.region())) {
      int status = refused(() -> client.headObject(r -> r.bucket("a-bucket").key("none")));
      client.headBucket(r -> r.bucket("a-bucket"));

      assertEquals(404, status);
      assertEquals(1, podInLab.exchanges());
    }
  }

  @Test
  void aBucketOfAnotherRegionIsNotTakenForRejectedCredentials() {
    // S3 names the region of the bucket; the lab does not.
    ExecutionInterceptor namesTheRegion =
        new ExecutionInterceptor() {
          @Override
          public SdkHttpResponse modifyHttpResponse(
              Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            return context.httpResponse().toBuilder()
                .putHeader("x-amz-bucket-region", podInLab.lab.region())
                .build();
          }
        };
    try (S3Client client = client("eu-west-1", namesTheRegion)) {
      int status = refused(() -> client.headObject(r -> r.bucket("a-bucket").key("hello.txt")));
      refused(() -> client.headObject(r -> r.bucket("a-bucket").key("hello.txt")));

      assertEquals(400, status);
      assertEquals(1, podInLab.exchanges());
    }
  }
}
