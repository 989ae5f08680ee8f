package dev.irsa.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** Clients of the AWS SDK, configured as in a pod of the lab. */
final class LabClients {
  private final IrsaLab lab;

  LabClients(IrsaLab lab) {
    this.lab = lab;
    // The SDK keeps the clock offset from other tests' responses for the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  /** Returns a client that trusts only the lab and does not use a proxy. */
  SdkHttpClient direct() {
    return UrlConnectionHttpClient.builder().tlsTrustManagersProvider(this::trust).build();
  }

  /** Returns a client that trusts only the lab and uses its proxy. */
  SdkHttpClient proxied() {
    return UrlConnectionHttpClient.builder()
        .tlsTrustManagersProvider(this::trust)
        .proxyConfiguration(
            ProxyConfiguration.builder()
                .endpoint(lab.proxy().uri())
                .useSystemPropertyValues(false)
                .useEnvironmentVariablesValues(false)
                .build())
        .build();
  }

  private TrustManager[] trust() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("lab", lab.certificateAuthority().certificate());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  StsClient sts(SdkHttpClient http, URI endpoint, AwsCredentialsProvider credentials) {
    return StsClient.builder()
        .httpClient(http)
        .region(Region.of(lab.region()))
        .endpointOverride(endpoint)
        .credentialsProvider(credentials)
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  /** Returns a provider that exchanges the pod's token, configured by the pod's environment. */
  StsWebIdentityTokenFileCredentialsProvider webIdentity(PodEnvironment pod) {
    return StsWebIdentityTokenFileCredentialsProvider.builder()
        .stsClient(sts(direct(), pod.stsEndpoint(), AnonymousCredentialsProvider.create()))
        .roleArn(pod.variables().get("AWS_ROLE_ARN"))
        .roleSessionName("app")
        .webIdentityTokenFile(Path.of(pod.variables().get("AWS_WEB_IDENTITY_TOKEN_FILE")))
        .build();
  }

  StsClient asPod(PodEnvironment pod) {
    return sts(direct(), pod.stsEndpoint(), webIdentity(pod));
  }
}
