package dev.irsa.bench.pod;

import dev.irsa.IrsaCredentials;
import java.io.IOException;

/** First credentials through irsa-core alone. */
public final class CorePod {
  private CorePod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(IrsaCredentials.fromEnvironment().credentials().accessKeyId());
  }
}
