package dev.irsa.integration.clients;

import com.amazonaws.AmazonClientException;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;

/** The same as {@link GuardedMain} with SDK 1.x, which is given keys. */
final class GuardedV1Main {

  private GuardedV1Main() {}

  public static void main(String[] arguments) {
    AWSSecurityTokenService sts =
        AWSSecurityTokenServiceClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration(arguments[0], arguments[1]))
            .withCredentials(
                new AWSStaticCredentialsProvider(
                    new BasicAWSCredentials(arguments[2], "very-secret")))
            .build();
    try {
      System.out.println("I am " + sts.getCallerIdentity(new GetCallerIdentityRequest()).getArn());
    } catch (AmazonClientException failure) {
      System.out.println(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
  }
}
