package dev.irsa.sts;

import dev.irsa.identity.WebIdentity;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The exchange over HTTP: one connection for each call, and none kept in between. */
final class HttpTokenExchange implements TokenExchange {

  private final WebIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final LongSupplier nanoTime;

  HttpTokenExchange(
      WebIdentity identity, URI endpoint, Transport transport, LongSupplier nanoTime) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.transport = transport;
    this.nanoTime = nanoTime;
  }

  @Override
  public Call call(Duration bound) {
    CallState state = new CallState(new Deadline(nanoTime, bound));
    HttpPost post = new HttpPost(endpoint, transport, state, nanoTime);
    return new HttpCall(identity, endpoint, post, state);
  }
}
