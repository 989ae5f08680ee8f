package dev.irsa.bench.pod;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;

/**
 * SDK v1's provider as created by its default chain, except for the endpoint: v1 has no variable
 * for it, so the STS client is passed in.
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
