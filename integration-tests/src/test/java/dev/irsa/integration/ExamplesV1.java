package dev.irsa.integration;

import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.sdk.v1.IrsaCredentialsProvider;

/** The snippets in the documents for SDK 1.x and for use without an SDK, between their tags. */
final class ExamplesV1 {

  AmazonS3 client() {
    // tag::v1[]
    // tag::v1-client[]
    AmazonS3 s3 =
        AmazonS3ClientBuilder.standard()
            .withCredentials(IrsaCredentialsProvider.getInstance())
            .build();
    // end::v1-client[]
    // end::v1[]
    return s3;
  }

  @SuppressWarnings("UnusedVariable") // The reader uses it.
  void withoutSdk() {
    // tag::core[]
    try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
      SessionCredentials credentials = irsa.credentials();
    }
    // end::core[]
  }
}
