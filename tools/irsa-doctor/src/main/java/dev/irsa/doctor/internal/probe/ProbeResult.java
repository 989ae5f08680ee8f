package dev.irsa.doctor.internal.probe;

import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.TunnelRefusedException;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call: a response, or the failure of a stage. Immutable; {@link #toString()} omits
 * the response, which may contain secrets.
 *
 * @param endpoint the server that was called
 * @param proxy the proxy and where it was set, or null
 * @param stage the last stage that was reached
 * @param times all stages with their times
 * @param atProxy whether the last stage was between pod and proxy
 * @param addresses the addresses of the server, or of the proxy; empty if they are not known
 * @param certificates the certificates that the server presented, its own first
 * @param response the response, or null
 * @param failure why there is no response, or null
 */
public record ProbeResult(
    URI endpoint,
    @Nullable String proxy,
    NetworkStage stage,
    String times,
    boolean atProxy,
    List<InetAddress> addresses,
    List<X509Certificate> certificates,
    @Nullable Response response,
    @Nullable Exception failure) {

  /**
   * The response of a server.
   *
   * @param status the HTTP status
   * @param body the body; may contain secrets
   * @param clockOffset how far the server's clock is ahead of this machine's; null if it is unknown
   */
  public record Response(int status, String body, @Nullable Duration clockOffset) {}

  /** Copies the lists. */
  public ProbeResult {
    addresses = List.copyOf(addresses);
    certificates = List.copyOf(certificates);
  }

  /** Returns whether a server responded, with whatever status. */
  public boolean isAnswered() {
    return response != null;
  }

  /** Returns the host and the port of the server, with a colon between. */
  public String hostAndPort() {
    return endpoint.getHost() + ":" + ConnectionFactory.port(endpoint);
  }

  /** Returns the HTTP status, or 0 without a response. */
  public int status() {
    return response == null ? 0 : response.status();
  }

  /** Returns the body as text, empty without a response; may contain secrets. */
  public String body() {
    return response == null ? "" : response.body();
  }

  /** Returns the status with which the proxy refused a tunnel, or 0 if it did not. */
  public int refusalOfProxy() {
    return failure instanceof TunnelRefusedException refusal ? refusal.status() : 0;
  }

  @Override
  public String toString() {
    return "ProbeResult["
        + endpoint
        + ", "
        + (response == null ? stage + " failed" : String.valueOf(status()))
        + "]";
  }
}
