package dev.irsa.bench.pod;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real client's first call, with credentials from: {@code static}, {@code irsa}, {@code eager}
 * (our provider, started before the client is built) or {@code sdk}.
 */
public final class S3Pod {
  private S3Pod() {}

  /** Runs the variant. Arguments: the source of the credentials, the endpoint of S3. */
  public static void main(String[] arguments) throws IOException {
    AwsCredentialsProvider credentials = provider(arguments[0]);
    try (S3Client s3 =
        S3Client.builder()
            .credentialsProvider(credentials)
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create(arguments[1]))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      Ready.say(s3.listBuckets().buckets().get(0).name());
    }
  }

  private static AwsCredentialsProvider provider(String name) {
    return switch (name) {
      case "static" -> StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "s"));
      case "irsa" -> Ours.plain();
      case "eager" -> Ours.eager();
      default -> DefaultCredentialsProvider.builder().build();
    };
  }

  /** A separate class, so that the SDK's variant runs without our jars. */
  private static final class Ours {
    private static AwsCredentialsProvider plain() {
      return IrsaCredentialsProvider.create();
    }

    private static AwsCredentialsProvider eager() {
      return IrsaCredentialsProvider.builder().configure(core -> core.eager()).build();
    }
  }
}
