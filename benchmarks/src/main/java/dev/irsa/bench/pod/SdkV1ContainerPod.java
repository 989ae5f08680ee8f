package dev.irsa.bench.pod;

import com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper;
import java.io.IOException;

/** First credentials through SDK v1's own provider of container credentials. */
public final class SdkV1ContainerPod {
  private SdkV1ContainerPod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(new EC2ContainerCredentialsProviderWrapper().getCredentials().getAWSAccessKeyId());
  }
}
