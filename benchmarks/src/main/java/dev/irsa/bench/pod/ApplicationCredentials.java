package dev.irsa.bench.pod;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The credentials of an application whose first call is measured. */
final class ApplicationCredentials {

  private ApplicationCredentials() {}

  /**
   * Returns a provider.
   *
   * @param name {@code static}, {@code raw} (one exchange by hand), {@code irsa}, {@code eager}
   *     (our provider, which starts before the client is built) or {@code sdk}
   */
  static AwsCredentialsProvider of(String name) {
    return switch (name) {
      case "static" -> StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "s"));
      case "raw" -> ApplicationCredentials::exchangedByHand;
      case "irsa" -> Ours.plain();
      case "eager" -> Ours.eager();
      case "sdk" -> DefaultCredentialsProvider.builder().build();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static AwsCredentials exchangedByHand() {
    try {
      return AwsBasicCredentials.create(FirstPod.exchangedByHand(), "s");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A separate class, so that the other variants run without our jars. */
  private static final class Ours {
    private static AwsCredentialsProvider plain() {
      return IrsaCredentialsProvider.create();
    }

    private static AwsCredentialsProvider eager() {
      return IrsaCredentialsProvider.builder().configure(core -> core.eager(true)).build();
    }
  }
}
