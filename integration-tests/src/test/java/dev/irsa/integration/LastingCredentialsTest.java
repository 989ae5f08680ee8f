package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Tests that what is signed now and used later gets credentials that last. */
class LastingCredentialsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final World world = new World(IrsaLab.start(), "AmazonS3ReadOnlyAccess");
  private final IrsaCredentialsProvider provider = provider(HOUR);

  private IrsaCredentialsProvider provider(Duration sessions) {
    Map<String, String> pod = world.environment();
    return IrsaCredentialsProvider.builder()
        .sessionDuration(sessions)
        .configure(core -> core.environment(pod))
        .build();
  }

  @AfterEach
  void close() {
    provider.close();
    world.close();
  }

  /** Makes the current session one that expires in 20 minutes. */
  private String ageSession() {
    Instant soon = Instant.now().plus(Duration.ofMinutes(20));
    world.faults().next(Fault.expiration(soon.toString()));
    return provider.resolveCredentials().accessKeyId();
  }

  private URI presign(AwsCredentialsProvider credentials) {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .credentialsProvider(credentials)
            .region(Region.of(world.region()))
            .endpointOverride(world.lab.s3().plainUri())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      return URI.create(
          presigner
              .presignGetObject(
                  request ->
                      request
                          .signatureDuration(HOUR)
                          .getObjectRequest(get -> get.bucket("reports").key("a.txt")))
              .url()
              .toString());
    }
  }

  @Test
  void aUrlThatIsValidForAnHourIsSignedByASessionOfAnHour() throws Exception {
    world.lab.objects().createBucket("reports");
    world.lab.objects().put("reports", "a.txt", "first".getBytes(StandardCharsets.UTF_8));
    String before = ageSession();
    assertTrue(presign(provider).getQuery().contains(before), "of the old session");

    URI url = presign(provider.forRequest(CredentialsRequest.standard().withMinimumValidity(HOUR)));

    String after = provider.resolveCredentials().accessKeyId();
    assertNotEquals(before, after);
    assertTrue(url.getQuery().contains("X-Amz-Credential=" + after + "/"), url.getQuery());
    assertTrue(url.getQuery().contains("X-Amz-Expires=3600"), url.getQuery());
    assertEquals(
        "first",
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
            .body());
    assertEquals(2, world.exchanges());
  }
}
