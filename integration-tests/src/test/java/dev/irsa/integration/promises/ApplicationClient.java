package dev.irsa.integration.promises;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import java.net.URI;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A real client of an SDK, with a door's provider.
 *
 * @param who asks STS who the caller is
 * @param end closes it, and with SDK 2.x the provider
 */
record ApplicationClient(Callable<String> who, Runnable end) {

  private static final SdkEventLoopGroup LOOP =
      SdkEventLoopGroup.builder().numberOfThreads(1).build();

  static ApplicationClient of(Doors.Kind kind, Door door, Site site) {
    URI endpoint = URI.create(site.endpoint());
    Region region = Region.of(site.lab.region());
    return switch (kind) {
      case CORE -> new ApplicationClient(() -> site.ownerOf(door.key()), () -> {});
      case V1 -> ofV1((AWSCredentialsProvider) door.provider(), endpoint, region);
      case V2 -> {
        StsClient client =
            StsClient.builder()
                .credentialsProvider((AwsCredentialsProvider) door.provider())
                .endpointOverride(endpoint)
                .region(region)
                .build();
        yield new ApplicationClient(() -> client.getCallerIdentity().arn(), client::close);
      }
      case V2_ASYNC -> {
        StsAsyncClient client =
            StsAsyncClient.builder()
                .credentialsProvider((AwsCredentialsProvider) door.provider())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(LOOP))
                .endpointOverride(endpoint)
                .region(region)
                .build();
        yield new ApplicationClient(() -> client.getCallerIdentity().get().arn(), client::close);
      }
    };
  }

  private static ApplicationClient ofV1(
      AWSCredentialsProvider provider, URI endpoint, Region region) {
    var client =
        AWSSecurityTokenServiceClientBuilder.standard()
            .withCredentials(provider)
            .withEndpointConfiguration(
                new EndpointConfiguration(endpoint.toString(), region.toString()))
            .build();
    return new ApplicationClient(
        () -> client.getCallerIdentity(new GetCallerIdentityRequest()).getArn(), client::shutdown);
  }
}
