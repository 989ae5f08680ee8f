package dev.irsa.integration;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The snippets in the documents for SDK 2.x, between their tags. */
final class ExamplesV2 {

  S3Client client() {
    // tag::v2[]
    // tag::v2-client[]
    S3Client s3 = S3Client.builder().credentialsProvider(IrsaCredentialsProvider.create()).build();
    // end::v2-client[]
    // end::v2[]
    return s3;
  }

  IrsaCredentialsProvider builder() {
    // tag::v2-builder[]
    IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder()
            .roleArn("arn:aws:iam::111122223333:role/reports")
            .sessionDuration(Duration.ofHours(4))
            .addListener(System.out::println)
            .configure(core -> core.deadline(Duration.ofSeconds(5)))
            .build();
    // end::v2-builder[]
    return provider;
  }

  void errors(S3Client s3) {
    // tag::v2-errors[]
    try {
      s3.listBuckets();
    } catch (IrsaCredentialsException failure) {
      System.err.println(failure.failureKind() + ": " + failure.remedy());
    }
    // end::v2-errors[]
  }

  S3Client early() {
    // tag::v2-early[]
    AwsCredentialsProvider credentials = IrsaCredentialsProvider.builder().eager(true).build();
    // Clients are built here, while the exchange runs on another thread.
    S3Client s3 = S3Client.builder().credentialsProvider(credentials).build();
    // end::v2-early[]
    return s3;
  }

  S3Presigner lasting() {
    // tag::v2-lasting[]
    IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder().sessionDuration(Duration.ofHours(2)).build();
    S3Presigner presigner =
        S3Presigner.builder()
            .credentialsProvider(
                provider.forRequest(
                    CredentialsRequest.standard().withMinimumValidity(Duration.ofHours(1))))
            .build();
    // end::v2-lasting[]
    return presigner;
  }

  IrsaCredentialsProvider tenant(IrsaCredentialsProvider provider, String policy) {
    // tag::v2-tenant[]
    IrsaCredentialsProvider tenant =
        provider.forRole(
            RoleRequest.of("arn:aws:iam::111122223333:role/tenants")
                .withSessionPolicy(policy)
                .withRoleSessionName("tenant-7"));
    // end::v2-tenant[]
    return tenant;
  }

  IrsaCredentialsProvider chained() {
    // tag::v2-chained[]
    IrsaCredentialsProvider pod = IrsaCredentialsProvider.create();
    IrsaCredentialsProvider partner =
        pod.chainedRole(
            RoleRequest.of("arn:aws:iam::444455556666:role/partner").withExternalId("customer-7"));
    // end::v2-chained[]
    return partner;
  }

  // tag::v2-ready[]
  boolean isReady(IrsaCredentialsProvider provider) {
    return provider
        .resolveIdentity()
        .handle((credentials, failure) -> failure == null)
        .getNow(false);
  }

  // end::v2-ready[]

  // tag::spring[]
  @Bean
  AwsCredentialsProvider credentials() {
    return IrsaCredentialsProvider.create();
  }

  // end::spring[]

}
