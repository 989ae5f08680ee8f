package dev.irsa.integration.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * An application with an SDK, and without irsa. The arguments are the endpoint of STS, its region,
 * and an access key id, without which it uses the default chain; {@link #EXCHANGED} for keys that
 * it gets for the token of the pod. Prints who it is, or the error.
 */
final class GuardedMain {

  static final String EXCHANGED = "exchanged";

  private GuardedMain() {}

  public static void main(String[] arguments) throws IOException {
    AwsCredentialsProvider provider =
        arguments.length < 3
            ? DefaultCredentialsProvider.builder().build()
            : StaticCredentialsProvider.create(
                arguments[2].equals(EXCHANGED)
                    ? exchanged(arguments)
                    : AwsBasicCredentials.create(arguments[2], "very-secret"));
    for (int i = 0; i < 2; i++) {
      try (StsClient sts = sts(arguments, provider)) {
        System.out.println("I am " + sts.getCallerIdentity().arn());
      } catch (SdkException failure) {
        System.out.println(failure.getClass().getSimpleName() + ": " + failure.getMessage());
      }
    }
  }

  private static StsClient sts(String[] arguments, AwsCredentialsProvider provider) {
    return StsClient.builder()
        .region(Region.of(arguments[1]))
        .endpointOverride(URI.create(arguments[0]))
        .credentialsProvider(provider)
        .build();
  }

  private static AwsCredentials exchanged(String[] arguments) throws IOException {
    String token = Files.readString(Path.of(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE")));
    try (StsClient sts = sts(arguments, AnonymousCredentialsProvider.create())) {
      Credentials keys =
          sts.assumeRoleWithWebIdentity(
                  request ->
                      request
                          .roleArn(System.getenv("AWS_ROLE_ARN"))
                          .roleSessionName("by-hand")
                          .webIdentityToken(token))
              .credentials();
      return AwsSessionCredentials.create(
          keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    }
  }
}
