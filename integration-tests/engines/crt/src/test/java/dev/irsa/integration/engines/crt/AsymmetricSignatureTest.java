package dev.irsa.integration.engines.crt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.PodTest;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests that are signed for all regions at once (SigV4a), by the signer of AWS's CRT. */
final class AsymmetricSignatureTest extends PodTest {

  private static final String ACCESS_POINT =
      "arn:aws:s3::111122223333:accesspoint:mfzwi23gnjvgw.mrap";

  private final long foreign = IrsaCredentialsProvider.foreignCalls();

  /** Sends nothing. */
  private static final class Refusing implements SdkHttpClient {
    String signature = "";

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      signature = request.httpRequest().firstMatchingHeader("Authorization").orElse("");
      throw new IllegalStateException("as told");
    }

    @Override
    public void close() {}
  }

  private static String callAs(AwsCredentialsProvider provider) {
    Refusing http = new Refusing();
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(provider)
            .httpClient(http)
            .build()) {
      assertThrows(
          IllegalStateException.class, () -> s3.headObject(r -> r.bucket(ACCESS_POINT).key("a")));
    }
    return http.signature;
  }

  @Test
  void thePodsSignatureIsNotReported() {
    String signature = callAs(IrsaCredentialsProvider.create());

    assertTrue(signature.startsWith("AWS4-ECDSA-P256-SHA256 Credential="), signature);
    assertEquals(foreign, IrsaCredentialsProvider.foreignCalls());
  }

  @Test
  void anotherSignatureIsReported() {
    String signature =
        callAs(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create("ASIAOTHEROTHEROTHER1", "secret", "token")));

    assertTrue(signature.startsWith("AWS4-ECDSA-P256-SHA256 Credential="), signature);
    assertEquals(foreign + 1, IrsaCredentialsProvider.foreignCalls());
  }
}
