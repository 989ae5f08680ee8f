package dev.irsa.bench.pod;

import java.io.IOException;
import java.net.Socket;

/** The minimum of a first request to the EKS Pod Identity agent. */
public final class RawContainerPod {
  private RawContainerPod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    String uri = System.getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    int path = uri.indexOf('/', uri.indexOf("//") + 2);
    RawExchange exchange = new RawExchange(uri.substring(0, path));
    String token = RawExchange.token(System.getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
    try (Socket socket = exchange.connect()) {
      Ready.say(exchange.get(socket, uri.substring(path), token));
    }
  }
}
