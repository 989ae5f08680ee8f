package dev.irsa.bench.pod;

import java.io.IOException;

/** First credentials through SDK v1's own provider. */
public final class SdkV1Pod {
  private SdkV1Pod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(
        SdkV1.provider(
                System.getenv("AWS_ENDPOINT_URL_STS"),
                System.getenv("AWS_ROLE_ARN"),
                System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE"))
            .getCredentials()
            .getAWSAccessKeyId());
  }
}
