package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.PodLab;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of the SDK in a pod of a lab. */
final class StsClients {

  private StsClients() {}

  static StsClient of(
      PodLab world, AwsCredentialsProvider provider, ExecutionInterceptor... interceptors) {
    return of(world, provider, world.pod.plainStsEndpoint(), interceptors);
  }

  static StsClient of(
      PodLab world,
      AwsCredentialsProvider provider,
      URI endpoint,
      ExecutionInterceptor... interceptors) {
    // The SDK keeps the clock offset of another test's responses for the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
    return StsClient.builder()
        .region(Region.of(world.lab.region()))
        .endpointOverride(endpoint)
        .credentialsProvider(provider)
        .overrideConfiguration(c -> List.of(interceptors).forEach(c::addExecutionInterceptor))
        .build();
  }

  static String callerArn(PodLab world, AwsCredentialsProvider provider) {
    // Not closed, because that would close the provider.
    return of(world, provider).getCallerIdentity().arn();
  }

  /** Returns the user agent of a request that is signed with the provider's credentials. */
  static String userAgent(PodLab world, AwsCredentialsProvider provider) {
    List<String> agents = new ArrayList<>();
    ExecutionInterceptor listener =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission context, ExecutionAttributes attributes) {
            agents.add(context.httpRequest().firstMatchingHeader("User-Agent").orElseThrow());
          }
        };
    // Not closed, because that would close the provider.
    of(world, provider, listener).getCallerIdentity();
    return agents.get(0);
  }

  static IrsaCredentialsProvider provider(PodLab world) {
    return IrsaCredentialsProvider.builder()
        .configure(core -> core.environment(world.environment()))
        .build();
  }
}
