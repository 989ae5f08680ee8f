package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.PodLab;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of the SDK in a pod of a lab. */
final class StsClients {

  private StsClients() {}

  static StsClient of(
      PodLab world, AwsCredentialsProvider provider, ExecutionInterceptor... interceptors) {
    // The SDK keeps the clock offset of another test's responses for the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
    return StsClient.builder()
        .region(Region.of(world.lab.region()))
        .endpointOverride(world.pod.plainStsEndpoint())
        .credentialsProvider(provider)
        .overrideConfiguration(c -> List.of(interceptors).forEach(c::addExecutionInterceptor))
        .build();
  }

  static String callerArn(PodLab world, AwsCredentialsProvider provider) {
    // Not closed, because that would close the provider.
    return of(world, provider).getCallerIdentity().arn();
  }

  static IrsaCredentialsProvider provider(PodLab world) {
    return IrsaCredentialsProvider.builder()
        .configure(core -> core.environment(world.environment()))
        .build();
  }
}
