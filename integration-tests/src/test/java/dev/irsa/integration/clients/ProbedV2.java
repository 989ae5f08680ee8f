package dev.irsa.integration.clients;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** AWS SDK for Java 2.x. */
final class ProbedV2 implements ProbedSdk {

  @Override
  public ProbedProvider chain() {
    return of(DefaultCredentialsProvider.builder().build());
  }

  @Override
  public ProbedProvider ours() {
    return of(dev.irsa.sdk.v2.IrsaCredentialsProviderChain.create());
  }

  @Override
  public ProbedProvider container() {
    return of(ContainerCredentialsProvider.create());
  }

  @Override
  public ProbedProvider container(String endpoint) {
    return of(ContainerCredentialsProvider.builder().endpoint(endpoint).build());
  }

  @Override
  public ProbedProvider node() {
    return of(InstanceProfileCredentialsProvider.create());
  }

  @Override
  public ProbedProvider list() {
    return of(
        AwsCredentialsProviderChain.of(
            EnvironmentVariableCredentialsProvider.create(),
            InstanceProfileCredentialsProvider.create()));
  }

  @Override
  public ProbedProvider calls() {
    return WithSts.calls();
  }

  @Override
  public ProbedProvider webIdentity() {
    return of(WebIdentityTokenFileCredentialsProvider.create());
  }

  @Override
  public ProbedProvider webIdentity(Path tokenFile) {
    return of(
        WebIdentityTokenFileCredentialsProvider.builder().webIdentityTokenFile(tokenFile).build());
  }

  @Override
  public ProbedProvider refreshing(Duration staleTime, Duration prefetchTime) {
    return of(
        WebIdentityTokenFileCredentialsProvider.builder()
            .asyncCredentialUpdateEnabled(true)
            .staleTime(staleTime)
            .prefetchTime(prefetchTime)
            .build());
  }

  @Override
  public ProbedProvider stsRefreshing(Duration staleTime, Duration prefetchTime) {
    return WithSts.refreshing(staleTime, prefetchTime);
  }

  @Override
  public ProbedProvider impatient(Duration patience) {
    return WithSts.impatient(patience);
  }

  @Override
  public Duration patience() {
    return SdkHttpConfigurationOption.GLOBAL_HTTP_DEFAULTS.get(
        SdkHttpConfigurationOption.READ_TIMEOUT);
  }

  private static ProbedProvider of(AwsCredentialsProvider provider) {
    return new ProbedProvider() {
      @Override
      public String accessKeyId() {
        return provider.resolveCredentials().accessKeyId();
      }

      @Override
      public Runnable resolve() {
        var identity = provider.resolveIdentity();
        return identity::join;
      }

      @Override
      public boolean isCloseable() {
        return provider instanceof SdkAutoCloseable;
      }

      @Override
      public void close() {
        ((SdkAutoCloseable) provider).close();
      }
    };
  }

  /** Loaded on demand only, since one class path does not have the STS module. */
  private static final class WithSts {
    static ProbedProvider refreshing(Duration staleTime, Duration prefetchTime) {
      return of(
          StsWebIdentityTokenFileCredentialsProvider.builder()
              .stsClient(anonymous().build())
              .asyncCredentialUpdateEnabled(true)
              .staleTime(staleTime)
              .prefetchTime(prefetchTime)
              .build());
    }

    static ProbedProvider calls() {
      AwsCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
      StsClient sts =
          StsClient.builder()
              .credentialsProvider(chain)
              .overrideConfiguration(
                  c ->
                      c.addExecutionInterceptor(
                          new dev.irsa.sdk.v2.RejectedCredentialsInterceptor()))
              .build();
      return of(
          () -> {
            sts.getCallerIdentity();
            return chain.resolveCredentials();
          });
    }

    /**
     * With the timeout of reads, which starts once a request was sent, however busy the machine.
     */
    static ProbedProvider impatient(Duration patience) {
      SdkHttpClient client =
          ServiceLoader.load(SdkHttpService.class)
              .findFirst()
              .orElseThrow()
              .createHttpClientBuilder()
              .buildWithDefaults(
                  AttributeMap.builder()
                      .put(SdkHttpConfigurationOption.READ_TIMEOUT, patience)
                      .build());
      return of(
          StsWebIdentityTokenFileCredentialsProvider.builder()
              .stsClient(anonymous().httpClient(client).build())
              .build());
    }

    private static StsClientBuilder anonymous() {
      return StsClient.builder().credentialsProvider(AnonymousCredentialsProvider.create());
    }
  }
}
