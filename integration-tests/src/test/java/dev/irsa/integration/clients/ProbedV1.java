package dev.irsa.integration.clients;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSCredentialsProviderChain;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.InstanceProfileCredentialsProvider;
import com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider;
import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;

/** AWS SDK for Java 1.x. */
final class ProbedV1 implements ProbedSdk {

  @Override
  public ProbedProvider chain() {
    return of(new DefaultAWSCredentialsProviderChain());
  }

  @Override
  public ProbedProvider ours() {
    return of(dev.irsa.sdk.v1.IrsaCredentialsProviderChain.getInstance());
  }

  @Override
  public ProbedProvider container() {
    return of(new EC2ContainerCredentialsProviderWrapper());
  }

  @Override
  public ProbedProvider container(String endpoint) {
    throw new UnsupportedOperationException("SDK 1.x has no such setting");
  }

  @Override
  public ProbedProvider node() {
    return of(InstanceProfileCredentialsProvider.getInstance());
  }

  @Override
  public ProbedProvider list() {
    return of(
        new AWSCredentialsProviderChain(
            new EnvironmentVariableCredentialsProvider(),
            InstanceProfileCredentialsProvider.createAsyncRefreshingProvider(true)));
  }

  @Override
  public ProbedProvider calls() {
    throw new UnsupportedOperationException("SDK 1.x has no interceptors of ours");
  }

  @Override
  public ProbedProvider webIdentity() {
    return of(WebIdentityTokenCredentialsProvider.create());
  }

  @Override
  public ProbedProvider webIdentity(Path tokenFile) {
    return of(
        WebIdentityTokenCredentialsProvider.builder()
            .webIdentityTokenFile(tokenFile.toString())
            .build());
  }

  /** The refresh times are fixed; it refreshes on demand. */
  @Override
  public ProbedProvider refreshing(Duration staleTime, Duration prefetchTime) {
    return webIdentity();
  }

  @Override
  public ProbedProvider stsRefreshing(Duration staleTime, Duration prefetchTime) {
    return webIdentity();
  }

  @Override
  public ProbedProvider impatient(Duration patience) {
    return WithSts.impatient(patience);
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(ClientConfiguration.DEFAULT_SOCKET_TIMEOUT);
  }

  private static ProbedProvider of(AWSCredentialsProvider provider) {
    return new ProbedProvider() {
      @Override
      public String accessKeyId() {
        return provider.getCredentials().getAWSAccessKeyId();
      }

      @Override
      public Runnable resolve() {
        throw new UnsupportedOperationException("SDK 1.x only blocks");
      }

      @Override
      public boolean isCloseable() {
        return provider instanceof Closeable;
      }

      @Override
      public void close() {
        throw new UnsupportedOperationException("SDK 1.x has no close");
      }
    };
  }

  /** Loaded on demand only, since one class path does not have the STS module. */
  private static final class WithSts {
    static ProbedProvider impatient(Duration patience) {
      ClientConfiguration settings =
          new ClientConfiguration().withSocketTimeout(Math.toIntExact(patience.toMillis()));
      return of(
          new STSAssumeRoleWithWebIdentitySessionCredentialsProvider.Builder(
                  System.getenv("AWS_ROLE_ARN"),
                  "probe",
                  System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE"))
              .withStsClient(
                  AWSSecurityTokenServiceClientBuilder.standard()
                      .withClientConfiguration(settings)
                      .withCredentials(
                          new AWSStaticCredentialsProvider(new AnonymousAWSCredentials()))
                      .build())
              .build());
    }
  }
}
