package dev.irsa.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials.SubjectTokenTypes;
import com.mongodb.AwsCredential;
import com.mongodb.MongoCredential;
import dev.irsa.IrsaCredentials;
import dev.irsa.internal.adapter.PodLab;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the snippets for software without an AWS SDK: it signs with the current session. */
class ExamplesWithoutSdkTest {

  private final PodLab podInLab = new PodLab("AmazonS3ReadOnlyAccess");
  private final IrsaCredentials pod =
      IrsaCredentials.builder().environment(podInLab.environment()).build();

  @AfterEach
  void close() {
    pod.close();
    podInLab.close();
  }

  private String key() {
    return pod.credentials().accessKeyId();
  }

  @Test
  void googlesLibrarySignsItsSubjectTokenWithTheCurrentSession() throws Exception {
    AwsCredentials google =
        AwsCredentials.newBuilder()
            .setAwsSecurityCredentialsSupplier(new ExamplesWithoutSdk.PodCredentials(pod))
            .setSubjectTokenType(SubjectTokenTypes.AWS4)
            .setAudience("//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/a")
            .build();
    String before = key();
    String token = URLDecoder.decode(google.retrieveSubjectToken(), UTF_8);
    assertTrue(token.contains("Credential=" + before + "/"), token);
    assertTrue(token.contains("/" + podInLab.lab.region() + "/sts/aws4_request"), token);

    pod.refresh();

    assertNotEquals(before, key());
    assertTrue(
        URLDecoder.decode(google.retrieveSubjectToken(), UTF_8)
            .contains("Credential=" + key() + "/"));
  }

  @Test
  void mongosDriverGetsTheCurrentSessionForEachLogin() {
    Supplier<AwsCredential> login =
        ExamplesWithoutSdk.mongo(pod)
            .getMechanismProperty(MongoCredential.AWS_CREDENTIAL_PROVIDER_KEY, null);
    String before = login.get().getAccessKeyId();

    pod.refresh();

    assertNotEquals(before, login.get().getAccessKeyId());
    assertEquals(pod.credentials().sessionToken(), login.get().getSessionToken());
  }

  @Test
  void theLoginToVaultIsSignedByTheCurrentSession() {
    String body = ExamplesWithoutSdk.vault(pod);
    String headers = body.replaceAll(".*iam_request_headers\":\"([^\"]+).*", "$1");

    assertTrue(new String(Base64.getDecoder().decode(headers), UTF_8).contains(key()), body);
  }

  @Test
  void miniosClientReadsAnObjectAsThePodsRole() throws Exception {
    podInLab.lab.objects().createBucket("reports");
    podInLab.lab.objects().put("reports", "a.txt", "first".getBytes(UTF_8));
    try (MinioClient minio =
            ExamplesWithoutSdk.minio(
                pod, podInLab.lab.s3().plainUri().toString(), podInLab.lab.region());
        InputStream object =
            minio.getObject(GetObjectArgs.builder().bucket("reports").object("a.txt").build())) {
      assertArrayEquals("first".getBytes(UTF_8), object.readAllBytes());
    }
  }
}
