package dev.irsa.integration.engines.frameworks;

import dev.irsa.integration.engines.PodInThisJvm;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** The caller that STS sees when a provider's credentials sign a request. */
final class Caller {

  private Caller() {}

  /** Returns the ARN in the response of GetCallerIdentity. */
  static String arn(AwsCredentialsProvider provider, PodInThisJvm pod) {
    try (StsClient sts = client(pod).credentialsProvider(provider).build()) {
      return sts.getCallerIdentity().arn();
    }
  }

  static StsClientBuilder client(PodInThisJvm pod) {
    return StsClient.builder()
        .httpClientBuilder(ApacheHttpClient.builder())
        .region(Region.of(pod.lab().region()))
        .endpointOverride(pod.pod().plainStsEndpoint());
  }

  /** Returns the prefix of the ARN of a session of the pod's own role. */
  static String ofThePod(PodInThisJvm pod) {
    return pod.lab().roleOf(pod.account()).sessionArn("");
  }
}
