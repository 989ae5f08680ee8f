package dev.irsa.integration.clients;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSCredentialsProviderChain;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.InstanceProfileCredentialsProvider;
import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;

/** AWS SDK for Java 1.x. */
final class ProbedV1 {

  private ProbedV1() {}

  static ProbedProvider of(String kind) {
    AWSCredentialsProvider provider =
        switch (kind) {
          case "chain" -> new DefaultAWSCredentialsProviderChain();
          case "ours" -> dev.irsa.sdk.v1.IrsaCredentialsProviderChain.getInstance();
          case "node" -> InstanceProfileCredentialsProvider.getInstance();
          case "list" ->
              new AWSCredentialsProviderChain(
                  new EnvironmentVariableCredentialsProvider(),
                  InstanceProfileCredentialsProvider.createAsyncRefreshingProvider(true));
          case "own" ->
              new AWSCredentialsProviderChain(
                  WebIdentityTokenCredentialsProvider.create(),
                  InstanceProfileCredentialsProvider.getInstance());
          case "web-identity" -> WebIdentityTokenCredentialsProvider.create();
          default -> WebIdentityTokenCredentialsProvider.builder().roleArn(kind).build();
        };
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
