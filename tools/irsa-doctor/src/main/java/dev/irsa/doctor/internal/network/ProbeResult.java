package dev.irsa.doctor.internal.network;

import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.text.Timestamps;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call: a response, or the failure of a stage. Immutable. The text form omits the
 * response, which can contain secrets.
 *
 * @param endpoint the server that was called
 * @param proxy the proxy in front of it, or null
 * @param stage the last stage that was reached
 * @param times all stages with their times
 * @param atProxy whether the last stage was one between pod and proxy
 * @param addresses the addresses of the server, or of the proxy; empty if they are not known
 * @param certificates the certificates that the server presented, its own one first
 * @param response the response, or null
 * @param failure why there is no response, or null
 * @param receivedAt the time of this machine when the call ended
 */
public record ProbeResult(
    URI endpoint,
    @Nullable HttpProxy proxy,
    NetworkStage stage,
    String times,
    boolean atProxy,
    List<InetAddress> addresses,
    List<X509Certificate> certificates,
    @Nullable HttpResponse response,
    @Nullable Exception failure,
    Instant receivedAt) {

  /** Copies the lists. */
  public ProbeResult {
    addresses = List.copyOf(addresses);
    certificates = List.copyOf(certificates);
  }

  /** Returns whether a server responded, with whatever status. */
  public boolean isAnswered() {
    return response != null;
  }

  /** Returns the HTTP status, or 0 without a response. */
  public int status() {
    return response == null ? 0 : response.status();
  }

  /** Returns the body as text, empty without a response; may contain secrets. */
  public String body() {
    return response == null ? "" : new String(response.body(), StandardCharsets.UTF_8);
  }

  /** Returns the server's time in the {@code Date} field, or null. */
  public @Nullable Instant serverDate() {
    return response == null ? null : Timestamps.parseHeader(response.date());
  }

  @Override
  public String toString() {
    return "ProbeResult[%s, %s]"
        .formatted(endpoint, response == null ? stage + " failed" : status());
  }
}
