package dev.irsa.testkit.internal.http;

import java.time.Instant;
import java.util.Locale;

/**
 * A request handled by the {@link ConnectProxy}.
 *
 * @param at the time of the request, by the lab's clock
 * @param target the host and port as the client sent them, {@code sts.eu-west-1.amazonaws.com:443};
 *     for other methods than CONNECT, the whole request line
 * @param status 200: the tunnel was opened; 403: no backend for this host; 407: proxy credentials
 *     missing or wrong; 405: not a CONNECT request; 502: the backend did not accept the connection
 */
public record ConnectRequest(Instant at, String target, int status) {

  /** Returns the host of the target, in lower case and without its port. */
  public String host() {
    return hostOf(target);
  }

  static String hostOf(String target) {
    int colon = target.lastIndexOf(':');
    return (colon < 0 ? target : target.substring(0, colon)).toLowerCase(Locale.ROOT);
  }
}
