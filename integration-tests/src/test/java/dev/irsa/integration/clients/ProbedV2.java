package dev.irsa.integration.clients;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** AWS SDK for Java 2.x. */
final class ProbedV2 implements ProbedSdk {

  @Override
  public ProbedProvider chain() {
    return of(DefaultCredentialsProvider.builder().build());
  }

  @Override
  @SuppressWarnings("deprecation") // Its fault is measured.
  public ProbedProvider shared() {
    return of(DefaultCredentialsProvider.create());
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
  public ProbedProvider role(String arn) {
    return of(WebIdentityTokenFileCredentialsProvider.builder().roleArn(arn).build());
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

  private static ProbedProvider of(AwsCredentialsProvider provider) {
    return new ProbedProvider() {
      @Override
      public String accessKeyId() {
        return provider.resolveCredentials().accessKeyId();
      }

      @Override
      public void close() {
        ((SdkAutoCloseable) provider).close();
      }
    };
  }

  /** Loaded on demand only, since one class path does not have the STS module. */
  private static final class WithSts {

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
  }
}
