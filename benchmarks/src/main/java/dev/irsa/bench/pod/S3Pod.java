package dev.irsa.bench.pod;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The first call of a client of S3. */
public final class S3Pod {
  private S3Pod() {}

  /** Makes the call. Arguments: the source of the credentials, the endpoint of S3. */
  public static void main(String[] arguments) {
    AwsCredentialsProvider credentials = ApplicationCredentials.of(arguments[0]);
    try (S3Client s3 = client(credentials, arguments[1])) {
      ReadyLine.print(s3.listBuckets().buckets().get(0).name());
    }
  }

  static S3Client client(AwsCredentialsProvider credentials, String endpoint) {
    return S3Client.builder()
        .credentialsProvider(credentials)
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create(endpoint))
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
