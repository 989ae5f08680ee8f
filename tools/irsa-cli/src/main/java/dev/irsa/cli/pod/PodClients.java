package dev.irsa.cli.pod;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.sdk.v2.RejectedCredentialsInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The pod's clients, created as in an application: region and endpoints come from the environment,
 * credentials from one provider for each SDK. Clients are created as they are asked for; not
 * thread-safe.
 */
abstract class PodClients {
  private final String bucket;
  private final URI issuer;

  private PodClients(String bucket, URI issuer) {
    this.bucket = bucket;
    this.issuer = issuer;
  }

  static PodClients of(PodCredentials credentials, String bucket, URI issuer) {
    return switch (credentials) {
      case IRSA -> new Irsa(bucket, issuer);
      case SDK -> new Sdk(bucket, issuer);
    };
  }

  final SteadyCalls.Call call(CallStream stream) {
    return switch (stream) {
      case V2_STS -> v2Sts();
      case V2_S3 -> v2S3();
      case V1_STS -> v1Sts();
      case CONTROL -> () -> get(URI.create(issuer + "/.well-known/openid-configuration"));
    };
  }

  /** Returns the provider for SDK 2.x; the same for all clients. */
  abstract AwsCredentialsProvider v2();

  /** Adds what the provider needs in a client of SDK 2.x. */
  abstract void configure(ClientOverrideConfiguration.Builder client);

  /** Returns a call of SDK 1.x. */
  abstract SteadyCalls.Call v1Sts();

  private SteadyCalls.Call v2Sts() {
    StsClient sts =
        StsClient.builder()
            .credentialsProvider(v2())
            .overrideConfiguration(this::configure)
            .build();
    return sts::getCallerIdentity;
  }

  private SteadyCalls.Call v2S3() {
    S3Client s3 =
        S3Client.builder().credentialsProvider(v2()).overrideConfiguration(this::configure).build();
    return () -> s3.listObjectsV2(request -> request.bucket(bucket));
  }

  private static SteadyCalls.Call v1Sts(AWSCredentialsProvider credentials) {
    AWSSecurityTokenService sts =
        AWSSecurityTokenServiceClientBuilder.standard().withCredentials(credentials).build();
    return () -> sts.getCallerIdentity(new GetCallerIdentityRequest());
  }

  private static void get(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try (InputStream body = connection.getInputStream()) {
      body.readAllBytes();
    }
  }

  /** Clients with this project's chains, which learn of rejected credentials. */
  private static final class Irsa extends PodClients {
    private static final Set<String> REJECTIONS = Set.of("ExpiredToken", "InvalidClientTokenId");

    private final dev.irsa.sdk.v2.IrsaCredentialsProviderChain v2 =
        dev.irsa.sdk.v2.IrsaCredentialsProviderChain.create();

    Irsa(String bucket, URI issuer) {
      super(bucket, issuer);
    }

    @Override
    AwsCredentialsProvider v2() {
      return v2;
    }

    @Override
    void configure(ClientOverrideConfiguration.Builder client) {
      client.addExecutionInterceptor(new RejectedCredentialsInterceptor(v2));
    }

    @Override
    SteadyCalls.Call v1Sts() {
      var chain = dev.irsa.sdk.v1.IrsaCredentialsProviderChain.getInstance();
      SteadyCalls.Call call = PodClients.v1Sts(chain);
      return () -> {
        String key = chain.getCredentials().getAWSAccessKeyId();
        try {
          call.make();
        } catch (AmazonServiceException e) {
          if (REJECTIONS.contains(e.getErrorCode())) {
            chain.invalidate(key);
          }
          throw e;
        }
      };
    }
  }

  /** Clients with the SDKs' own default chains. */
  private static final class Sdk extends PodClients {
    private final AwsCredentialsProvider v2 = DefaultCredentialsProvider.builder().build();

    Sdk(String bucket, URI issuer) {
      super(bucket, issuer);
    }

    @Override
    AwsCredentialsProvider v2() {
      return v2;
    }

    @Override
    void configure(ClientOverrideConfiguration.Builder client) {}

    @Override
    SteadyCalls.Call v1Sts() {
      return PodClients.v1Sts(DefaultAWSCredentialsProviderChain.getInstance());
    }
  }
}
