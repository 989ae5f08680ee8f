package dev.irsa.testkit;

import dev.irsa.policy.AccessKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** Clients of the AWS SDK, configured as in a pod of the lab. */
public final class LabClients {
  private final IrsaLab lab;

  public LabClients(IrsaLab lab) {
    this.lab = lab;
    // The SDK keeps the clock offset from other tests' responses for the whole process, and its
    // clients read it when they are created.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  /** Returns a client that trusts only the lab. */
  private UrlConnectionHttpClient.Builder http() {
    return UrlConnectionHttpClient.builder().tlsTrustManagersProvider(this::trust);
  }

  /** Returns a client that trusts only the lab and uses its proxy. */
  SdkHttpClient proxied() {
    return http()
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
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("lab", authority());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the lab's root certificate. */
  X509Certificate authority() throws IOException, CertificateException {
    try (InputStream pem = Files.newInputStream(lab.caBundle())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
  }

  /** Returns a client of STS, with TLS or without as the endpoint says. */
  public StsClient sts(URI endpoint, AwsCredentialsProvider credentials) {
    return StsClient.builder()
        .httpClient(
            endpoint.getScheme().equals("https")
                ? http().build()
                : UrlConnectionHttpClient.create())
        .region(Region.of(lab.region()))
        .endpointOverride(endpoint)
        .credentialsProvider(credentials)
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  /** Returns a client of the plain S3. */
  public S3ClientBuilder s3(AwsCredentials credentials) {
    return S3Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .region(Region.of(lab.region()))
        .endpointOverride(lab.s3().plainUri())
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)));
  }

  public static AwsCredentials credentials(AccessKey key) {
    return AwsSessionCredentials.create(
        key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
  }

  /** Returns a provider that exchanges the pod's token, configured by the pod's environment. */
  StsWebIdentityTokenFileCredentialsProvider webIdentity(PodEnvironment pod) {
    return StsWebIdentityTokenFileCredentialsProvider.builder()
        .stsClient(sts(pod.stsEndpoint(), AnonymousCredentialsProvider.create()))
        .roleArn(pod.variables().get("AWS_ROLE_ARN"))
        .roleSessionName("app")
        .webIdentityTokenFile(Path.of(pod.variables().get("AWS_WEB_IDENTITY_TOKEN_FILE")))
        .build();
  }

  StsClient asPod(PodEnvironment pod) {
    return sts(pod.stsEndpoint(), webIdentity(pod));
  }
}
