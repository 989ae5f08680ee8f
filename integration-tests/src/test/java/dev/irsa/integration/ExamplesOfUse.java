package dev.irsa.integration;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import io.micronaut.aws.sdk.v2.CredentialsAndRegionFactory;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.net.URL;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.jdbc.authentication.AwsCredentialsManager;

/** The snippets in the documents for services and libraries around the SDK, between their tags. */
final class ExamplesOfUse {

  static URL presigned(S3Presigner presigner) {
    URL url =
        presigner
            .presignGetObject(
                request ->
                    request
                        .signatureDuration(Duration.ofMinutes(45))
                        .getObjectRequest(object -> object.bucket("reports").key("a.txt")))
            .url();
    return url;
  }

  static S3Presigner presigner() {
    S3Presigner presigner =
        S3Presigner.builder()
            .credentialsProvider(
                IrsaCredentialsProvider.builder().sessionDuration(Duration.ofHours(4)).build())
            .build();
    return presigner;
  }

  static String rds(IrsaCredentialsProvider provider) {
    // tag::rds[]
    String password =
        RdsUtilities.builder()
            .credentialsProvider(provider)
            .region(Region.EU_WEST_1)
            .build()
            .generateAuthenticationToken(
                database ->
                    database
                        .hostname("orders.abc123.eu-west-1.rds.amazonaws.com")
                        .port(5432)
                        .username("app"));
    // end::rds[]
    return password;
  }

  static Connection jdbc(IrsaCredentialsProvider provider, String url) throws SQLException {
    // tag::jdbc[]
    AwsCredentialsManager.setCustomHandler((host, properties) -> provider);
    Properties properties = new Properties();
    properties.setProperty("wrapperPlugins", "iam");
    properties.setProperty("user", "app");
    Connection connection = DriverManager.getConnection(url, properties);
    // end::jdbc[]
    return connection;
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
