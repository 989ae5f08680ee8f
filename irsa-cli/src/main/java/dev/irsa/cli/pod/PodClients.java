package dev.irsa.cli.pod;

import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.sdk.v2.RejectedCredentialsInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The pod's clients, created as in an application: region and endpoints come from the environment,
 * credentials from this project's providers.
 */
final class PodClients {

  private PodClients() {}

  static SteadyCalls.Call call(CallStream stream, String bucket, URI issuer) {
    return switch (stream) {
      case V2_STS -> v2Sts();
      case V2_S3 -> v2S3(bucket);
      case V1_STS -> v1Sts();
      case CONTROL -> () -> get(URI.create(issuer + "/.well-known/openid-configuration"));
    };
  }

  private static SteadyCalls.Call v2Sts() {
    var provider = dev.irsa.sdk.v2.IrsaCredentialsProvider.create();
    StsClient sts =
        StsClient.builder()
            .credentialsProvider(provider)
            .overrideConfiguration(
                override ->
                    override.addExecutionInterceptor(new RejectedCredentialsInterceptor(provider)))
            .build();
    return sts::getCallerIdentity;
  }

  private static SteadyCalls.Call v2S3(String bucket) {
    S3Client s3 =
        S3Client.builder()
            .credentialsProvider(dev.irsa.sdk.v2.IrsaCredentialsProvider.create())
            .build();
    return () -> s3.listObjectsV2(request -> request.bucket(bucket));
  }

  private static SteadyCalls.Call v1Sts() {
    AWSSecurityTokenService sts =
        AWSSecurityTokenServiceClientBuilder.standard()
            .withCredentials(dev.irsa.sdk.v1.IrsaCredentialsProvider.getInstance())
            .build();
    return () -> sts.getCallerIdentity(new GetCallerIdentityRequest());
  }

  private static void get(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try (InputStream body = connection.getInputStream()) {
      body.readAllBytes();
    }
  }
}
