package dev.irsa.integration.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 * and identities, one after the other: access key ids, {@link #CHAIN} for the default chain, {@link
 * #EXCHANGED} for keys that it gets for the token of the pod. Two clients of each print who they
 * are, or the error, in one line.
 */
final class GuardedMain {

  static final String CHAIN = "chain";
  static final String EXCHANGED = "exchanged";

  private GuardedMain() {}

  public static void main(String[] arguments) throws IOException {
    for (String identity : List.of(arguments).subList(2, arguments.length)) {
      AwsCredentialsProvider provider =
          switch (identity) {
            case CHAIN -> DefaultCredentialsProvider.builder().build();
            case EXCHANGED -> StaticCredentialsProvider.create(exchanged(arguments));
            default ->
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(identity, "very-secret"));
          };
      callTwice(arguments, provider);
    }
  }

  private static void callTwice(String[] arguments, AwsCredentialsProvider provider) {
    for (int i = 0; i < 2; i++) {
      try (StsClient sts = sts(arguments, provider)) {
        System.out.println("I am " + sts.getCallerIdentity().arn());
      } catch (SdkException failure) {
        String message = failure.getMessage().replace('\n', ' ');
        System.out.println(failure.getClass().getSimpleName() + ": " + message);
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
