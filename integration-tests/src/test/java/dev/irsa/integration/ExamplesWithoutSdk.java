package dev.irsa.integration;

import com.google.auth.oauth2.AwsSecurityCredentials;
import com.google.auth.oauth2.AwsSecurityCredentialsSupplier;
import com.google.auth.oauth2.ExternalAccountSupplierContext;
import com.mongodb.AwsCredential;
import com.mongodb.MongoCredential;
import dev.irsa.IrsaCredentials;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.iam.IamTokens;
import io.minio.MinioClient;
import io.minio.credentials.Credentials;
import java.time.Duration;
import java.util.function.Supplier;

/** The snippets in the documents for software without an AWS SDK, between their tags. */
final class ExamplesWithoutSdk {

  private ExamplesWithoutSdk() {}

  @SuppressWarnings("serial") // Nobody serializes it.
  // tag::google[]
  record PodCredentials(IrsaCredentials pod) implements AwsSecurityCredentialsSupplier {
    @Override
    public AwsSecurityCredentials getCredentials(ExternalAccountSupplierContext context) {
      SessionCredentials session = pod.credentials();
      return new AwsSecurityCredentials(
          session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    }

    @Override
    public String getRegion(ExternalAccountSupplierContext context) {
      return pod.status().region();
    }
  }

  // end::google[]

  static MongoCredential mongo(IrsaCredentials pod) {
    // tag::mongodb[]
    Supplier<AwsCredential> current =
        () -> {
          SessionCredentials session = pod.credentials();
          return new AwsCredential(
              session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
        };
    MongoCredential login =
        MongoCredential.createAwsCredential(null, null)
            .withMechanismProperty(MongoCredential.AWS_CREDENTIAL_PROVIDER_KEY, current);
    // end::mongodb[]
    return login;
  }

  static String vault(IrsaCredentials pod) {
    // tag::vault[]
    String body = IamTokens.of(pod).vault("cart", "vault.example.com").get();
    // end::vault[]
    return body;
  }

  static String outboundToken(IrsaCredentials pod) {
    // tag::outbound-token[]
    OutboundTokens tokens =
        pod.outboundTokens(
            OutboundTokenRequest.audience("https://api.example.com/v1")
                .withDuration(Duration.ofMinutes(10)));
    String authorization = "Bearer " + tokens.get();
    // end::outbound-token[]
    return authorization;
  }

  static MinioClient minio(IrsaCredentials pod, String endpoint, String region) {
    // tag::minio[]
    MinioClient minio =
        MinioClient.builder()
            .endpoint(endpoint)
            .region(region)
            .credentialsProvider(
                () -> {
                  SessionCredentials session = pod.credentials();
                  return new Credentials(
                      session.accessKeyId(),
                      session.secretAccessKey(),
                      session.sessionToken(),
                      null);
                })
            .build();
    // end::minio[]
    return minio;
  }
}
