package dev.irsa.integration.clients;

import com.amazonaws.AmazonClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
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
import java.util.Iterator;
import java.util.List;

/**
 * The same as {@link GuardedMain} with SDK 1.x, which is given keys, and one client of each. {@link
 * #CHANGING} before a key: the provider has the pod's credentials once, and then this key.
 */
final class GuardedV1Main {

  static final String CHANGING = "changing:";

  private GuardedV1Main() {}

  public static void main(String[] arguments) throws IOException {
    for (String identity : List.of(arguments).subList(2, arguments.length)) {
      AWSSecurityTokenService sts = sts(arguments, provider(arguments, identity));
      try {
        String arn = sts.getCallerIdentity(new GetCallerIdentityRequest()).getArn();
        System.out.println("I am " + arn);
      } catch (AmazonClientException failure) {
        String message = failure.getMessage().replace('\n', ' ');
        System.out.println(failure.getClass().getSimpleName() + ": " + message);
      }
    }
  }

  private static AWSCredentialsProvider provider(String[] arguments, String identity)
      throws IOException {
    if (identity.equals(GuardedMain.EXCHANGED)) {
      return new AWSStaticCredentialsProvider(exchanged(arguments));
    }
    if (!identity.startsWith(CHANGING)) {
      return new AWSStaticCredentialsProvider(keys(identity));
    }
    Iterator<AWSCredentials> answers = List.of(exchanged(arguments)).iterator();
    AWSCredentials later = keys(identity.substring(CHANGING.length()));
    return new AWSCredentialsProvider() {
      @Override
      public AWSCredentials getCredentials() {
        return answers.hasNext() ? answers.next() : later;
      }

      @Override
      public void refresh() {}
    };
  }

  private static AWSCredentials keys(String accessKeyId) {
    return new BasicAWSCredentials(accessKeyId, "very-secret");
  }

  private static AWSSecurityTokenService sts(
      String[] arguments, AWSCredentialsProvider credentials) {
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withEndpointConfiguration(new EndpointConfiguration(arguments[0], arguments[1]))
        .withCredentials(credentials)
        .build();
  }

  private static AWSCredentials exchanged(String[] arguments) throws IOException {
    Credentials keys =
        sts(arguments, new AWSStaticCredentialsProvider(new AnonymousAWSCredentials()))
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
