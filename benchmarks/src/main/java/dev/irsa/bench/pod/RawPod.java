package dev.irsa.bench.pod;

import java.io.IOException;
import java.net.Socket;

/** The minimum of a first exchange. */
public final class RawPod {
  private RawPod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say(accessKeyId());
  }

  /** Makes an exchange and returns the access key id of its credentials. */
  static String accessKeyId() throws IOException {
    RawExchange exchange = new RawExchange(System.getenv("AWS_ENDPOINT_URL_STS"));
    String token = RawExchange.token(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE"));
    try (Socket socket = exchange.connect()) {
      return exchange.exchange(socket, System.getenv("AWS_ROLE_ARN"), token);
    }
  }
}
