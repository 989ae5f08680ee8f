package dev.irsa.bench.pod;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The first call of a client of DynamoDB. */
public final class DynamoDbPod {
  private DynamoDbPod() {}

  /** Makes the call. Arguments: the source of the credentials, the endpoint of DynamoDB. */
  public static void main(String[] arguments) {
    AwsCredentialsProvider credentials = ApplicationCredentials.of(arguments[0]);
    try (DynamoDbClient tables =
        DynamoDbClient.builder()
            .credentialsProvider(credentials)
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create(arguments[1]))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      ReadyLine.print(tables.listTables().tableNames().get(0));
    }
  }
}
