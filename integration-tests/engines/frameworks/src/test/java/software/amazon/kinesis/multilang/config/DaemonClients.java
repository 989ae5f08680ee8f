package software.amazon.kinesis.multilang.config;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Has the daemon make its clients, which only its own package may do. */
public final class DaemonClients {
  private DaemonClients() {}

  /** Returns the providers of its clients of Kinesis, DynamoDB and CloudWatch. */
  public static List<Object> providers(MultiLangDaemonConfiguration daemon) {
    var resolved = daemon.resolvedConfiguration(() -> null);
    try (KinesisAsyncClient kinesis = resolved.getRetrievalConfig().kinesisClient();
        DynamoDbAsyncClient leases = resolved.getLeaseManagementConfig().dynamoDBClient();
        CloudWatchAsyncClient metrics = resolved.getMetricsConfig().cloudWatchClient()) {
      return List.of(
          kinesis.serviceClientConfiguration().credentialsProvider(),
          leases.serviceClientConfiguration().credentialsProvider(),
          metrics.serviceClientConfiguration().credentialsProvider());
    }
  }
}
