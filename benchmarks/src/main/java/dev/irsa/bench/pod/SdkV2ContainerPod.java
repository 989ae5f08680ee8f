package dev.irsa.bench.pod;

import java.io.IOException;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/** First credentials through SDK v2's own provider of container credentials. */
public final class SdkV2ContainerPod {
  private SdkV2ContainerPod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(ContainerCredentialsProvider.create().resolveCredentials().accessKeyId());
  }
}
