package dev.irsa.integration.clients;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * An application with an SDK, and without irsa. The arguments are the endpoint of STS, its region,
 * and an access key id, without which it uses the default chain. Prints who it is, or the error.
 */
final class GuardedMain {

  private GuardedMain() {}

  public static void main(String[] arguments) {
    AwsCredentialsProvider provider =
        arguments.length < 3
            ? DefaultCredentialsProvider.builder().build()
            : StaticCredentialsProvider.create(
                AwsBasicCredentials.create(arguments[2], "very-secret"));
    for (int i = 0; i < 2; i++) {
      try (StsClient sts =
          StsClient.builder()
              .region(Region.of(arguments[1]))
              .endpointOverride(URI.create(arguments[0]))
              .credentialsProvider(provider)
              .build()) {
        System.out.println("I am " + sts.getCallerIdentity().arn());
      } catch (SdkException failure) {
        System.out.println(failure.getClass().getSimpleName() + ": " + failure.getMessage());
      }
    }
  }
}
