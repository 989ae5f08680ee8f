package com.example;

import com.amazonaws.auth.AWSCredentialsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/** Makes credentials in all the ways of SDK 2.x. */
public class Cart {

  private static final String ROLE = System.getenv("AWS_ROLE_ARN");
  private static final String TOKEN = System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE");

  private final DefaultCredentialsProvider shared = DefaultCredentialsProvider.create();

  static List<AwsCredentialsProvider> providers() throws IOException {
    List<AwsCredentialsProvider> providers = new ArrayList<>();
    providers.add(new Cart().shared);
    providers.add(DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build());
    providers.add(WebIdentityTokenFileCredentialsProvider.create());
    providers.add(
        WebIdentityTokenFileCredentialsProvider.builder()
            .roleArn(ROLE)
            .roleSessionDuration(Duration.ofHours(1))
            .build());
    providers.add(ContainerCredentialsProvider.builder().build());
    providers.add(
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(StsClient.create())
            .webIdentityTokenFile(Path.of(TOKEN))
            .roleArn(ROLE)
            .build());
    providers.add(
        StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
            .stsClient(StsClient.create())
            .refreshRequest(
                AssumeRoleWithWebIdentityRequest.builder()
                    .roleArn(ROLE)
                    .roleSessionName("cart")
                    .webIdentityToken(Files.readString(Path.of(TOKEN)))
                    .durationSeconds(1800)
                    .build())
            .build());
    return providers;
  }

  static AwsCredentialsProvider unusual() {
    return WebIdentityTokenFileCredentialsProvider.builder()
        .prefetchTime(Duration.ofMinutes(10))
        .build();
  }

  public static void main(String[] arguments) throws IOException {
    for (AwsCredentialsProvider provider : providers()) {
      S3Client s3 = S3Client.builder().credentialsProvider(provider).build();
      System.out.println(provider.getClass().getName() + ": " + s3.listBuckets().buckets().size());
    }
    for (AWSCredentialsProvider provider : OldCart.providers()) {
      provider.getCredentials();
      System.out.println(provider.getClass().getName() + ": credentials");
    }
  }
}
