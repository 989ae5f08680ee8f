package dev.irsa.integration.engines.frameworks;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.integration.engines.PodInThisJvm;

/** Like {@link Caller}, for providers of SDK 1.x. */
final class CallerV1 {

  private CallerV1() {}

  /** Returns the ARN in the response of GetCallerIdentity. */
  static String arn(AWSCredentialsProvider provider, PodInThisJvm pod) {
    AWSSecurityTokenService sts =
        AWSSecurityTokenServiceClientBuilder.standard()
            .withCredentials(provider)
            .withEndpointConfiguration(
                new EndpointConfiguration(
                    pod.pod().plainStsEndpoint().toString(), pod.lab().region()))
            .build();
    try {
      return sts.getCallerIdentity(new GetCallerIdentityRequest()).getArn();
    } finally {
      sts.shutdown();
    }
  }
}
