package dev.irsa.testkit.http;

import java.time.Instant;
import java.util.Locale;

/**
 * A request that the {@link ConnectProxy} answered.
 *
 * @param at by the lab's clock
 * @param target host and port as the client sent them, {@code sts.eu-west-1.amazonaws.com:443}; the
 *     whole request line when it was no CONNECT
 * @param status 200 when the tunnel was opened; 403: no backend for this host; 407: proxy
 *     credentials missing or wrong; 405: no CONNECT; 502: the backend did not answer
 */
public record ConnectRequest(Instant at, String target, int status) {

  /** The host of the target, lower case, without its port. */
  public String host() {
    return hostOf(target);
  }

  static String hostOf(String target) {
    int colon = target.lastIndexOf(':');
    return (colon < 0 ? target : target.substring(0, colon)).toLowerCase(Locale.ROOT);
  }
}
