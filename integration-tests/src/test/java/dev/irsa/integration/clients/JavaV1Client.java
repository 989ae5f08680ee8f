package dev.irsa.integration.clients;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;

/** AWS SDK for Java 1.x with its default chain. The argument is an {@link Operation}. */
final class JavaV1Client {

  private JavaV1Client() {}

  public static void main(String[] arguments) {
    try {
      System.out.println(perform(Operation.parse(arguments[0])));
    } catch (AmazonServiceException e) {
      fail(e.getErrorCode() + ": " + e.getMessage());
    } catch (SdkClientException e) {
      fail(e.getMessage());
    }
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }

  private static String perform(Operation operation) {
    return switch (operation.name()) {
      case "whoami" ->
          AWSSecurityTokenServiceClientBuilder.defaultClient()
              .getCallerIdentity(new GetCallerIdentityRequest())
              .getArn();
      case "list" -> list(operation.bucket());
      case "read" ->
          AmazonS3ClientBuilder.defaultClient()
              .getObjectAsString(operation.bucket(), operation.key());
      default -> export();
    };
  }

  private static String list(String bucket) {
    AmazonS3 s3 = AmazonS3ClientBuilder.defaultClient();
    return String.join(
        "\n",
        s3.listObjectsV2(bucket).getObjectSummaries().stream()
            .map(S3ObjectSummary::getKey)
            .toList());
  }

  private static String export() {
    AWSSessionCredentials session =
        (AWSSessionCredentials) new DefaultAWSCredentialsProviderChain().getCredentials();
    return Operation.exported(
        session.getAWSAccessKeyId(), session.getAWSSecretKey(), session.getSessionToken());
  }
}
