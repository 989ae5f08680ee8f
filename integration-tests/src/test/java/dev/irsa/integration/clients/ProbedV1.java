package dev.irsa.integration.clients;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSCredentialsProviderChain;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.InstanceProfileCredentialsProvider;
import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;

/** AWS SDK for Java 1.x. */
final class ProbedV1 implements ProbedSdk {

  @Override
  public ProbedProvider chain() {
    return of(new DefaultAWSCredentialsProviderChain());
  }

  @Override
  public ProbedProvider shared() {
    return of(DefaultAWSCredentialsProviderChain.getInstance());
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
  public ProbedProvider role(String arn) {
    return of(WebIdentityTokenCredentialsProvider.builder().roleArn(arn).build());
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

  private static ProbedProvider of(AWSCredentialsProvider provider) {
    return new ProbedProvider() {
      @Override
      public String accessKeyId() {
        return provider.getCredentials().getAWSAccessKeyId();
      }

      @Override
      public void close() {
        throw new UnsupportedOperationException("SDK 1.x has no close");
      }
    };
  }
}
