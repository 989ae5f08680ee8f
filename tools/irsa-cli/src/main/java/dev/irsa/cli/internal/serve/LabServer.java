package dev.irsa.cli.internal.serve;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.cli.internal.Shell;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabNetwork;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A lab with a server for its resources, and what other programs need in order to use them: as
 * lines for a shell, and as JSON. Both contain the paths of token files, not tokens. Owns both.
 * Thread-safe. {@link #close} ends them and deletes all files; closing is idempotent.
 */
final class LabServer implements AutoCloseable {
  private final ServedLab served;
  private final ServerResources resources;
  private final RequestLog requests;
  private final Endpoint endpoint;

  private LabServer(ServedLab served, LabNetwork network) {
    this.served = served;
    this.resources = new ServerResources(this, served);
    this.requests = new RequestLog();
    requests.keepLatest(ServedLab.KEPT_REQUESTS);
    this.endpoint =
        Endpoint.startPlain(
            resources,
            served.lab().time(),
            requests,
            new InetSocketAddress(network.bindAddress(), network.firstPort()),
            network.host());
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
      ServedLab served =
          ServedLab.start(
              world,
              new LabNetwork(network.bindAddress(), network.host(), port == 0 ? 0 : port + 1));
      try {
        return new LabServer(served, network);
      } catch (RuntimeException e) {
        served.close();
        throw e;
      }
    } catch (UncheckedIOException e) {
      Throwable cause = e.getCause();
      throw new InvalidInputException(
          "--port",
          "%s: %s; choose other ports"
              .formatted(e.getMessage(), cause == null ? "" : cause.getMessage()),
          e);
    }
  }

  /** Returns the server's address. */
  URI url() {
    return endpoint.plainUri();
  }

  /** Returns the latest requests to the server itself. */
  RequestLog requests() {
    return requests;
  }

  /** Reports the lab as healthy from now on. */
  void ready() {
    resources.ready();
  }

  /** Returns export lines: those of the first pod, if any, and where to get those of others. */
  String exports() {
    List<PodEnvironment> pods = served.pods();
    if (pods.isEmpty()) {
      return lines(served.lab().clientVariables());
    }
    StringBuilder lines = new StringBuilder(exports(pods.get(0)));
    for (PodEnvironment pod : pods.subList(1, pods.size())) {
      lines.append(
          "# curl -s %s/api/v1/namespaces/%s/pods/%s/exports\n"
              .formatted(url(), pod.pod().namespace(), pod.name()));
    }
    return lines.toString();
  }

  /** Returns the export lines with which a program acts as a pod. */
  String exports(PodEnvironment pod) {
    return lines(pod.exports());
  }

  private String lines(Map<String, String> variables) {
    StringBuilder lines = new StringBuilder();
    all(variables).forEach((name, value) -> lines.append(Shell.export(name, value)).append('\n'));
    return lines.toString();
  }

  private Map<String, String> all(Map<String, String> variables) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.put("IRSA_LAB_URL", url().toString());
    all.put("IRSA_LAB_PROXY", served.lab().proxy().uri().toString());
    return all;
  }

  /** Returns all of it as one JSON document on one line. */
  String json() {
    IrsaLab lab = served.lab();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("url", url().toString());
    document.put("health", url().resolve("/health").toString());
    document.put("region", lab.region());
    document.put("accountId", lab.iam().id());
    document.put("issuer", lab.issuer().issuer().toString());
    document.put("sts", lab.sts().secureUri().toString());
    document.put("s3", lab.s3().secureUri().toString());
    document.put("oidc", lab.oidc().secureUri().toString());
    document.put("proxy", lab.proxy().uri().toString());
    document.put("agent", lab.agent().uri().toString());
    document.put("caBundle", lab.caBundle().toString());
    document.put("variables", all(lab.clientVariables()));
    document.put("pods", served.pods().stream().map(LabServer::pod).toList());
    return JSONObjectUtils.toJSONString(document);
  }

  private static Map<String, Object> pod(PodEnvironment pod) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("namespace", pod.pod().namespace());
    document.put("name", pod.name());
    document.put("serviceAccountName", pod.pod().serviceAccountName());
    document.put("variables", pod.variables());
    return document;
  }

  @Override
  public void close() {
    endpoint.close();
    served.close();
  }
}
