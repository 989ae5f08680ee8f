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
import java.util.List;

/** The same as {@link GuardedMain} with SDK 1.x, which is given keys, and one client of each. */
final class GuardedV1Main {

  private GuardedV1Main() {}

  public static void main(String[] arguments) throws IOException {
    for (String identity : List.of(arguments).subList(2, arguments.length)) {
      AWSSecurityTokenService sts =
          sts(
              arguments,
              identity.equals(GuardedMain.EXCHANGED)
                  ? exchanged(arguments)
                  : new BasicAWSCredentials(identity, "very-secret"));
      try {
        String arn = sts.getCallerIdentity(new GetCallerIdentityRequest()).getArn();
        System.out.println("I am " + arn);
      } catch (AmazonClientException failure) {
        String message = failure.getMessage().replace('\n', ' ');
        System.out.println(failure.getClass().getSimpleName() + ": " + message);
      }
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
