package com.example;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Stands for an application that nobody may change: it takes the SDK's default credentials. */
public final class Legacy {
  private Legacy() {}

  public static void main(String[] arguments) throws InterruptedException {
    String bucket = System.getenv("BUCKET");
    try (S3Client s3 = S3Client.create()) {
      while (true) {
        for (S3Object each : s3.listObjectsV2(list -> list.bucket(bucket)).contents()) {
          System.out.println("Found s3://" + bucket + "/" + each.key());
        }
        Thread.sleep(60_000);
      }
    }
  }
}
