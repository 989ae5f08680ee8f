package dev.irsa.integration.clients;

import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * AWS SDK for Java 2.x with its default chain, or with ours. The arguments are an {@link Operation}
 * and whether it is ours.
 */
final class JavaV2Client {
  private final AwsCredentialsProvider credentials;

  private JavaV2Client(AwsCredentialsProvider credentials) {
    this.credentials = credentials;
  }

  public static void main(String[] arguments) {
    JavaV2Client client =
        new JavaV2Client(
            arguments.length > 1
                ? IrsaCredentialsProviderChain.create()
                : DefaultCredentialsProvider.builder().build());
    try {
      System.out.println(client.perform(Operation.parse(arguments[0])));
    } catch (AwsServiceException e) {
      fail(e.awsErrorDetails().errorCode() + ": " + e.getMessage());
    } catch (SdkException e) {
      fail(e.getMessage());
    }
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }

  private String perform(Operation operation) {
    return switch (operation.name()) {
      case "whoami" -> whoami();
      case "list" -> list(operation.bucket());
      case "read" -> read(operation.bucket(), operation.key());
      default -> export();
    };
  }

  private String whoami() {
    try (StsClient sts = StsClient.builder().credentialsProvider(credentials).build()) {
      return sts.getCallerIdentity().arn();
    }
  }

  private String list(String bucket) {
    try (S3Client s3 = s3()) {
      return String.join(
          "\n",
          s3.listObjectsV2(r -> r.bucket(bucket)).contents().stream().map(S3Object::key).toList());
    }
  }

  private String read(String bucket, String key) {
    try (S3Client s3 = s3()) {
      return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
    }
  }

  private S3Client s3() {
    return S3Client.builder().credentialsProvider(credentials).build();
  }

  private String export() {
    AwsCredentials session = credentials.resolveCredentials();
    return Operation.exported(
        session.accessKeyId(),
        session.secretAccessKey(),
        ((AwsSessionCredentials) session).sessionToken());
  }
}
