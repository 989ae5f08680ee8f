package dev.irsa.internal.http;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over a new connection, without retries and independent of process-wide settings
 * of the JDK's HTTP client. Implements the part of HTTP/1.1 (RFC 9112) that this needs.
 */
public final class HttpClient {

  private final URI endpoint;
  private final ConnectionFactory connections;
  private final HttpExchange call;

  public HttpClient(URI endpoint, Transport transport, HttpExchange call) {
    this.endpoint = endpoint;
    this.connections = new ConnectionFactory(endpoint, transport);
    this.call = call;
  }

  /** Sends a request and reads the response. */
  public HttpResponse send(HttpRequest request) throws IOException {
    try {
      call.checkNotAborted();
      Socket connection = connections.open(call);
      boolean succeeded = false;
      try {
        HttpResponse response = exchange(connection, request);
        succeeded = true;
        return response;
      } finally {
        connections.release(connection, succeeded);
      }
    } finally {
      call.close();
    }
  }

  /**
   * Sends a request and reads the response.
   *
   * @param secrets the texts that no message may contain, one a line
   * @throws CredentialsException if there is no response; in the words that users see
   */
  public HttpResponse send(HttpRequest request, RoleAndIssuer subject, String secrets) {
    try {
      return send(request);
    } catch (MisconfiguredException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Unchecked exceptions come from providers that the process installed, for example of TLS.
      throw new HttpFailures(subject, secrets, call).withoutResponse(e);
    }
  }

  private HttpResponse exchange(Socket connection, HttpRequest request) throws IOException {
    call.reached(Stage.REQUEST);
    Duration sentAfter = call.deadline().elapsed();
    IOException writeFailure = write(connection.getOutputStream(), request);
    try {
      return read(new ResponseReader(connection.getInputStream()), sentAfter);
    } catch (IOException e) {
      if (writeFailure != null) {
        e.addSuppressed(writeFailure);
      }
      throw e;
    }
  }

  /**
   * Writes the request at once. A server that rejects a part of it may respond before it closes the
   * connection, so a failure is returned and matters only if there is no response.
   */
  private @Nullable IOException write(OutputStream output, HttpRequest request) {
    byte[] head = head(request).getBytes(StandardCharsets.US_ASCII);
    byte[] body = request.body();
    byte[] bytes = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, bytes, head.length, body.length);
    try {
      output.write(bytes);
      output.flush();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private String head(HttpRequest request) {
    URI ascii = URI.create(endpoint.toASCIIString());
    String path = ascii.getRawPath();
    String query = ascii.getRawQuery();
    return request.method()
        + " "
        + (path.isEmpty() ? "/" : path)
        + (query == null ? "" : "?" + query)
        + " HTTP/1.1\r\nHost: "
        + ConnectionFactory.authority(endpoint)
        + "\r\n"
        + request.fields()
        + "User-Agent: "
        + HttpRequest.USER_AGENT
        + "\r\nConnection: close\r\n\r\n";
  }

  private HttpResponse read(ResponseReader input, Duration sentAfter) throws IOException {
    input.await();
    call.reached(Stage.RESPONSE);
    ResponseHead head = ResponseHead.read(input);
    Duration roundTrip = call.deadline().elapsed().minus(sentAfter);
    return new HttpResponse(
        head.status(),
        head.value("content-type"),
        head.value("x-amzn-requestid"),
        head.value("date"),
        roundTrip,
        input.body(head));
  }
}
