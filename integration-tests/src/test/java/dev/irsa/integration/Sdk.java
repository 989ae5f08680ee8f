package dev.irsa.integration;

import com.amazonaws.SDKGlobalTime;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** The two generations of the SDK, for behaviour that is the same with both. */
enum Sdk {
  V1 {
    @Override
    Provider provider(Consumer<IrsaCredentials.Builder> settings) {
      var provider = dev.irsa.sdk.v1.IrsaCredentialsProvider.builder().configure(settings).build();
      return new Provider() {
        @Override
        public String accessKeyId() {
          return provider.getCredentials().getAWSAccessKeyId();
        }

        @Override
        public void refresh() {
          provider.refresh();
        }

        @Override
        public IrsaStatus status() {
          return provider.status();
        }

        @Override
        public Client client(World world) {
          SDKGlobalTime.setGlobalTimeOffset(0);
          AWSSecurityTokenService client =
              AWSSecurityTokenServiceClientBuilder.standard()
                  .withCredentials(provider)
                  .withEndpointConfiguration(
                      new EndpointConfiguration(world.endpoint().toString(), world.region()))
                  .build();
          return new Client(
              () -> client.getCallerIdentity(new GetCallerIdentityRequest()).getArn(),
              client::shutdown);
        }

        @Override
        public void close() {
          provider.close();
        }
      };
    }
  },

  V2 {
    @Override
    Provider provider(Consumer<IrsaCredentials.Builder> settings) {
      var provider = dev.irsa.sdk.v2.IrsaCredentialsProvider.builder().configure(settings).build();
      return new Provider() {
        @Override
        public String accessKeyId() {
          return provider.resolveCredentials().accessKeyId();
        }

        @Override
        public void refresh() {
          provider.refresh();
        }

        @Override
        public IrsaStatus status() {
          return provider.status();
        }

        @Override
        public Client client(World world) {
          SdkGlobalTime.setGlobalTimeOffset(0);
          StsClient client =
              StsClient.builder()
                  .credentialsProvider(provider)
                  .endpointOverride(world.endpoint())
                  .region(Region.of(world.region()))
                  .build();
          return new Client(() -> client.getCallerIdentity().arn(), client::close);
        }

        @Override
        public void close() {
          provider.close();
        }
      };
    }
  };

  /** Creates a provider whose environment is replaced by the settings. */
  abstract Provider provider(Consumer<IrsaCredentials.Builder> settings);
}
