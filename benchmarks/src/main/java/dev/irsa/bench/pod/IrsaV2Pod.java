package dev.irsa.bench.pod;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.io.IOException;

/** First credentials through our provider for SDK v2. */
public final class IrsaV2Pod {
  private IrsaV2Pod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(IrsaCredentialsProvider.create().resolveCredentials().accessKeyId());
  }
}
