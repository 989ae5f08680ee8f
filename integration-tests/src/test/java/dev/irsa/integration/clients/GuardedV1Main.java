package dev.irsa.integration.clients;

import com.amazonaws.AmazonClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.AssumeRoleWithWebIdentityRequest;
import com.amazonaws.services.securitytoken.model.Credentials;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same as {@link GuardedMain} with SDK 1.x, which is given keys. */
final class GuardedV1Main {

  private GuardedV1Main() {}

  public static void main(String[] arguments) throws IOException {
    AWSSecurityTokenService sts =
        sts(
            arguments,
            arguments[2].equals(GuardedMain.EXCHANGED)
                ? exchanged(arguments)
                : new BasicAWSCredentials(arguments[2], "very-secret"));
    try {
      System.out.println("I am " + sts.getCallerIdentity(new GetCallerIdentityRequest()).getArn());
    } catch (AmazonClientException failure) {
      System.out.println(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
  }

  private static AWSSecurityTokenService sts(String[] arguments, AWSCredentials credentials) {
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withEndpointConfiguration(new EndpointConfiguration(arguments[0], arguments[1]))
        .withCredentials(new AWSStaticCredentialsProvider(credentials))
        .build();
  }

  private static AWSCredentials exchanged(String[] arguments) throws IOException {
    Credentials keys =
        sts(arguments, new AnonymousAWSCredentials())
            .assumeRoleWithWebIdentity(
                new AssumeRoleWithWebIdentityRequest()
                    .withRoleArn(System.getenv("AWS_ROLE_ARN"))
                    .withRoleSessionName("by-hand")
                    .withWebIdentityToken(
                        Files.readString(Path.of(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE")))))
            .getCredentials();
    return new BasicSessionCredentials(
        keys.getAccessKeyId(), keys.getSecretAccessKey(), keys.getSessionToken());
  }
}
