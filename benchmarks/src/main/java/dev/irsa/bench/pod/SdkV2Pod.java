package dev.irsa.bench.pod;

import java.io.IOException;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** First credentials through SDK v2's own default provider. */
public final class SdkV2Pod {
  private SdkV2Pod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(DefaultCredentialsProvider.builder().build().resolveCredentials().accessKeyId());
  }
}
