package dev.irsa.cli.serve;

import dev.irsa.cli.Json;
import dev.irsa.cli.Shell;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What other programs need in order to use a lab: as lines for a shell, and as JSON. Contains the
 * paths of token files, not tokens.
 */
final class ClientSettings {
  private final ServedLab served;
  private final URI url;

  /**
   * Creates a view of the lab's current state.
   *
   * @param url the address of the server
   */
  ClientSettings(ServedLab served, URI url) {
    this.served = served;
    this.url = url;
  }

  /** Returns export lines: those of the first pod, if any, and where to get those of others. */
  String exports() {
    List<PodEnvironment> pods = served.pods();
    if (pods.isEmpty()) {
      return lines(served.lab().clientVariables());
    }
    StringBuilder lines = new StringBuilder(exports(pods.get(0)));
    pods.stream()
        .skip(1)
        .forEach(pod -> lines.append("# curl -s ").append(exportsOf(pod)).append('\n'));
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
    all.put("IRSA_LAB_URL", url.toString());
    all.put("IRSA_LAB_PROXY", served.lab().proxy().uri().toString());
    return all;
  }

  private URI exportsOf(PodEnvironment pod) {
    return url.resolve(
        "/api/v1/namespaces/%s/pods/%s/exports".formatted(pod.pod().namespace(), pod.name()));
  }

  /** Returns all of it as one JSON document on one line. */
  String json() {
    IrsaLab lab = served.lab();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("url", url.toString());
    document.put("health", url.resolve("/health").toString());
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
    document.put("pods", served.pods().stream().map(this::pod).toList());
    return Json.line(document);
  }

  private Map<String, Object> pod(PodEnvironment pod) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("namespace", pod.pod().namespace());
    document.put("name", pod.name());
    document.put("serviceAccountName", pod.pod().serviceAccountName());
    document.put("variables", pod.variables());
    return document;
  }
}
