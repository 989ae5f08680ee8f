package dev.irsa.integration.clients;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS SDK for Java 2.x with its default chain. Each argument is an {@link Operation}. */
final class JavaV2Client {

  private JavaV2Client() {}

  public static void main(String[] operations) {
    try {
      for (String operation : operations) {
        System.out.println(perform(Operation.parse(operation)));
      }
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

  private static String perform(Operation operation) {
    return switch (operation.name()) {
      case "whoami" -> whoami();
      case "list" -> list(operation.bucket());
      case "read" -> read(operation.bucket(), operation.key());
      default -> export();
    };
  }

  private static String whoami() {
    try (StsClient sts = StsClient.create()) {
      return sts.getCallerIdentity().arn();
    }
  }

  private static String list(String bucket) {
    try (S3Client s3 = S3Client.create()) {
      return String.join(
          "\n",
          s3.listObjectsV2(r -> r.bucket(bucket)).contents().stream().map(S3Object::key).toList());
    }
  }

  private static String read(String bucket, String key) {
    try (S3Client s3 = S3Client.create()) {
      return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
    }
  }

  private static String export() {
    try (DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build()) {
      AwsCredentials session = chain.resolveCredentials();
      return Operation.exported(
          session.accessKeyId(),
          session.secretAccessKey(),
          ((AwsSessionCredentials) session).sessionToken());
    }
  }
}
