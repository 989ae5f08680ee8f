package dev.irsa.cli.internal.pod;

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
 * credentials from one provider for each SDK, which is this project's chain or the SDK's own.
 * Clients are created as they are asked for; not thread-safe.
 */
final class PodClients {
  private static final Set<String> REJECTIONS = Set.of("ExpiredToken", "InvalidClientTokenId");

  private final String bucket;
  private final URI issuer;
  private final boolean ours;
  private final AwsCredentialsProvider v2;

  PodClients(boolean ours, String bucket, URI issuer) {
    this.bucket = bucket;
    this.issuer = issuer;
    this.ours = ours;
    this.v2 =
        ours
            ? dev.irsa.sdk.v2.IrsaCredentialsProviderChain.create()
            : DefaultCredentialsProvider.builder().build();
  }

  SteadyCalls.Call call(CallStream stream) {
    return switch (stream) {
      case V2_STS -> v2Sts();
      case V2_S3 -> v2S3();
      case V1_STS ->
          ours
              ? withInvalidation(dev.irsa.sdk.v1.IrsaCredentialsProviderChain.getInstance())
              : v1Sts(DefaultAWSCredentialsProviderChain.getInstance());
      case CONTROL -> () -> get(URI.create(issuer + "/.well-known/openid-configuration"));
    };
  }

  private SteadyCalls.Call v2Sts() {
    StsClient sts =
        StsClient.builder().credentialsProvider(v2).overrideConfiguration(this::configure).build();
    return sts::getCallerIdentity;
  }

  private SteadyCalls.Call v2S3() {
    S3Client s3 =
        S3Client.builder().credentialsProvider(v2).overrideConfiguration(this::configure).build();
    return () -> s3.listObjectsV2(request -> request.bucket(bucket));
  }

  /** Lets our chain learn of rejected credentials. */
  private void configure(ClientOverrideConfiguration.Builder client) {
    if (v2 instanceof dev.irsa.sdk.v2.IrsaCredentialsProviderChain chain) {
      client.addExecutionInterceptor(new RejectedCredentialsInterceptor(chain));
    }
  }

  private static SteadyCalls.Call v1Sts(AWSCredentialsProvider credentials) {
    AWSSecurityTokenService sts =
        AWSSecurityTokenServiceClientBuilder.standard().withCredentials(credentials).build();
    return () -> sts.getCallerIdentity(new GetCallerIdentityRequest());
  }

  private static SteadyCalls.Call withInvalidation(
      dev.irsa.sdk.v1.IrsaCredentialsProviderChain chain) {
    SteadyCalls.Call call = v1Sts(chain);
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

  private static void get(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try (InputStream body = connection.getInputStream()) {
      body.readAllBytes();
    }
  }
}
