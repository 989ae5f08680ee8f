package dev.irsa.integration;

import com.zaxxer.hikari.HikariConfig;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.iam.HikariIamCredentials;
import dev.irsa.iam.IamTokenProvider;
import dev.irsa.iam.IamTokens;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import io.micronaut.aws.sdk.v2.CredentialsAndRegionFactory;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;

/** The snippets in the documents for services and libraries around the SDK, between their tags. */
final class ExamplesOfUse {

  static IrsaCredentials supplied(WebIdentityTokenSupplier tokens) {
    // tag::supplied-token[]
    IrsaCredentials credentials =
        IrsaCredentials.builder()
            .roleArn("arn:aws:iam::111122223333:role/orders")
            .region("eu-west-1")
            .webIdentityToken(tokens)
            .build();
    // end::supplied-token[]
    return credentials;
  }

  static HikariConfig database(IrsaCredentials credentials) {
    // tag::iam-tokens[]
    String host = "orders.abc123.eu-west-1.rds.amazonaws.com";
    IamTokenProvider tokens = IamTokens.of(credentials).rds(host, 5432, "app");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://" + host + ":5432/app");
    config.setCredentialsProvider(new HikariIamCredentials("app", tokens));
    // end::iam-tokens[]
    return config;
  }

  // tag::micronaut[]
  @Factory
  static class Credentials {
    @Singleton
    @Replaces(bean = AwsCredentialsProviderChain.class, factory = CredentialsAndRegionFactory.class)
    AwsCredentialsProviderChain credentials() {
      return AwsCredentialsProviderChain.of(IrsaCredentialsProvider.create());
    }
  }
  // end::micronaut[]
}
