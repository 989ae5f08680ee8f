package dev.irsa.bench.pod;

import dev.irsa.sdk.v1.IrsaCredentialsProvider;
import java.io.IOException;

/** First credentials through our provider for SDK v1. */
public final class IrsaV1Pod {
  private IrsaV1Pod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(new IrsaCredentialsProvider().getCredentials().getAWSAccessKeyId());
  }
}
