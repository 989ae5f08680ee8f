package dev.irsa.bench.pod;

import dev.irsa.IrsaCredentials;
import java.io.IOException;
import java.net.Socket;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** First credentials, or nothing. */
public final class FirstPod {
  private FirstPod() {}

  /**
   * Gets them. Argument: {@code raw} (an exchange by hand), {@code core}, {@code v2}, {@code sdk},
   * {@code empty}.
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "raw" -> ReadyLine.print(exchangedByHand());
      case "core" -> ReadyLine.print(Core.accessKeyId());
      case "v2" -> ReadyLine.print(Adapter.accessKeyId());
      case "sdk" -> ReadyLine.print(Sdk.accessKeyId());
      default -> ReadyLine.print("-");
    }
  }

  /** Makes an exchange and returns the access key id of its credentials. */
  static String exchangedByHand() throws IOException {
    RawExchange exchange = new RawExchange(System.getenv("AWS_ENDPOINT_URL_STS"));
    String token = RawExchange.token(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE"));
    try (Socket socket = exchange.connect()) {
      return exchange.exchange(socket, System.getenv("AWS_ROLE_ARN"), token);
    }
  }

  // Separate classes, since each variant has its own jars only.

  private static final class Core {
    static String accessKeyId() {
      return IrsaCredentials.fromEnvironment().credentials().accessKeyId();
    }
  }

  private static final class Adapter {
    static String accessKeyId() {
      return dev.irsa.sdk.v2.IrsaCredentialsProvider.create().resolveCredentials().accessKeyId();
    }
  }

  private static final class Sdk {
    static String accessKeyId() {
      return DefaultCredentialsProvider.builder().build().resolveCredentials().accessKeyId();
    }
  }
}
