package dev.irsa.bench.pod;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;

/**
 * SDK v1's provider as its default chain makes it, but for the endpoint: v1 knows no variable for
 * that, so it is handed its STS client.
 */
public final class SdkV1 {
  private SdkV1() {}

  /** Returns the provider. */
  public static STSAssumeRoleWithWebIdentitySessionCredentialsProvider provider(
      String endpoint, String roleArn, String tokenFile) {
    return new STSAssumeRoleWithWebIdentitySessionCredentialsProvider.Builder(
            roleArn, "bench", tokenFile)
        .withStsClient(sts(endpoint))
        .build();
  }

  /** Returns the client. */
  public static AWSSecurityTokenService sts(String endpoint) {
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withCredentials(new AWSStaticCredentialsProvider(new AnonymousAWSCredentials()))
        .withEndpointConfiguration(new EndpointConfiguration(endpoint, "us-east-1"))
        .build();
  }
}
