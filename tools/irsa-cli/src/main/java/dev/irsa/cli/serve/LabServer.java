package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.LabNetwork;
import dev.irsa.testkit.server.RequestLog;
import dev.irsa.testkit.server.RestartableEndpoint;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.UUID;

/**
 * A lab with a server for its resources. Owns both. Thread-safe. {@link #close} ends them and
 * deletes all files; closing is idempotent.
 */
final class LabServer implements AutoCloseable {
  private final ServedLab lab;
  private final ServerResources resources;
  private final RequestLog requests;
  private final RestartableEndpoint endpoint;

  private LabServer(
      ServedLab lab, ServerResources resources, RequestLog requests, RestartableEndpoint endpoint) {
    this.lab = lab;
    this.resources = resources;
    this.requests = requests;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server. Until {@link #ready}, it responds that it is starting.
   *
   * @param network where to listen; the server takes the first port, and the lab the next five
   * @throws InvalidInputException if the world cannot be created, or a port is not free
   */
  static LabServer start(World world, LabNetwork network) {
    int port = network.firstPort();
    try {
      ServedLab lab =
          ServedLab.start(
              world,
              new LabNetwork(network.bindAddress(), network.host(), port == 0 ? 0 : port + 1));
      ServerResources resources = new ServerResources(lab);
      try {
        RequestLog requests = new RequestLog();
        requests.keepLatest(ServedLab.KEPT_REQUESTS);
        RestartableEndpoint endpoint = endpoint(lab, resources, requests, network);
        return new LabServer(lab, resources, requests, endpoint);
      } catch (RuntimeException e) {
        lab.close();
        throw e;
      }
    } catch (UncheckedIOException e) {
      throw new InvalidInputException(
          "--port", e.getMessage() + ": " + reason(e) + "; choose other ports", e);
    }
  }

  private static RestartableEndpoint endpoint(
      ServedLab lab, ServerResources resources, RequestLog requests, LabNetwork network) {
    return RestartableEndpoint.start(
        resources,
        lab.lab().time(),
        lab.lab().time().clock(),
        requests,
        () -> UUID.randomUUID().toString(),
        new InetSocketAddress(network.bindAddress(), network.firstPort()),
        network.host());
  }

  private static String reason(UncheckedIOException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? "" : String.valueOf(cause.getMessage());
  }

  /** Returns the server's address. */
  URI url() {
    return endpoint.uri();
  }

  /** Returns what other programs need in order to use the lab. */
  ClientSettings clientSettings() {
    return new ClientSettings(lab, url());
  }

  /** Returns the latest requests to the server itself. */
  RequestLog requests() {
    return requests;
  }

  /** Reports the lab as healthy from now on. */
  void ready() {
    resources.ready(url());
  }

  @Override
  public void close() {
    endpoint.close();
    lab.close();
  }
}
