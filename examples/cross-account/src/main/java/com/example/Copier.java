package com.example;

import dev.irsa.credentials.RoleRequest;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Copies the reports of a partner, from a bucket of another account into one of ours. */
public final class Copier {
  private static final Logger log = LoggerFactory.getLogger(Copier.class);

  private final S3Client theirs;
  private final S3Client ours;

  private Copier(AwsCredentialsProvider partner, AwsCredentialsProvider pod) {
    this.theirs = S3Client.builder().credentialsProvider(partner).build();
    this.ours = S3Client.builder().credentialsProvider(pod).build();
  }

  public static void main(String[] arguments) throws InterruptedException {
    // Both for the life of the process: they refresh themselves.
    IrsaCredentialsProvider pod = IrsaCredentialsProvider.create();
    IrsaCredentialsProvider partner =
        pod.chainedRole(
            RoleRequest.of(System.getenv("PARTNER_ROLE_ARN"))
                .withExternalId(System.getenv("PARTNER_EXTERNAL_ID")));

    Copier copier = new Copier(partner, pod);
    while (true) {
      try {
        copier.copy(System.getenv("PARTNER_BUCKET"), System.getenv("BUCKET"));
      } catch (SdkException failure) {
        // It says what to do, and the next round tries again.
        log.error("Copied nothing", failure);
      }
      Thread.sleep(60_000);
    }
  }

  private void copy(String from, String to) {
    for (S3Object each : theirs.listObjectsV2Paginator(list -> list.bucket(from)).contents()) {
      byte[] report =
          theirs.getObjectAsBytes(get -> get.bucket(from).key(each.key())).asByteArray();
      ours.putObject(put -> put.bucket(to).key(each.key()), RequestBody.fromBytes(report));
      log.info("Copied s3://{}/{} to s3://{}", from, each.key(), to);
    }
  }
}
