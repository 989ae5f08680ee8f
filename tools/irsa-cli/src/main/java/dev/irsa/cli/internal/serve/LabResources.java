package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.cli.internal.Shell;
import dev.irsa.doctor.internal.text.ForeignText;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a lab over HTTP, and what other programs need in order to use them: as lines for
 * a shell, and as JSON. Both contain the paths of token files, not tokens. Thread-safe.
 */
final class LabResources implements Service {
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/api/v1/namespaces/([^/]+)/(pods|serviceaccounts)(?:/([^/]+)(/exports|/token|))?");

  private static final Pattern STS = Pattern.compile("/sts/([a-z0-9-]+)");
  private static final JsonMapper JSON = new JsonMapper();
  private static final Limits LIMITS = new Limits(200, WorldFile.MOST_BYTES);

  private final IrsaLab lab;

  /** By namespace and name, in the order of creation. */
  @GuardedBy("this")
  private final Map<String, PodEnvironment> pods = new LinkedHashMap<>();

  /** The address of the server; null until it is ready. */
  private volatile @Nullable URI url;

  LabResources(IrsaLab lab) {
    this.lab = lab;
  }

  /** Serves the resources from now on. */
  void ready(URI at) {
    url = at;
  }

  /**
   * Returns the export lines of the first pod, if any, and where to get the lines of the others.
   */
  String exports(URI server) {
    List<PodEnvironment> all = pods();
    StringBuilder lines =
        new StringBuilder(
            exports(server, all.isEmpty() ? lab.clientVariables() : all.get(0).exports()));
    all.stream()
        .skip(1)
        .forEach(
            pod ->
                lines.append(
                    "# curl -s %s/api/v1/namespaces/%s/pods/%s/exports\n"
                        .formatted(server, pod.pod().namespace(), pod.name())));
    return lines.toString();
  }

  private String exports(URI server, Map<String, String> variables) {
    StringBuilder lines = new StringBuilder();
    withServer(server, variables)
        .forEach((name, value) -> lines.append(Shell.export(name, value)).append('\n'));
    return lines.toString();
  }

  private Map<String, String> withServer(URI server, Map<String, String> variables) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.put("IRSA_LAB_URL", server.toString());
    all.put("IRSA_LAB_PROXY", lab.proxy().uri().toString());
    return all;
  }

  /** Returns everything as one JSON document on one line. */
  String json(URI server) {
    ObjectNode document =
        JSON.createObjectNode()
            .put("url", server.toString())
            .put("health", server.resolve("/health").toString())
            .put("region", lab.region())
            .put("accountId", lab.iam().id())
            .put("issuer", lab.issuer().issuer().toString())
            .put("sts", lab.sts().secureUri().toString())
            .put("s3", lab.s3().secureUri().toString())
            .put("oidc", lab.oidc().secureUri().toString())
            .put("proxy", lab.proxy().uri().toString())
            .put("agent", lab.agent().uri().toString())
            .put("caBundle", lab.caBundle().toString())
            .put(
                "outboundIssuer",
                lab.iam().outboundWebIdentityIssuer().map(URI::toString).orElse(null))
            .putPOJO("variables", withServer(server, lab.clientVariables()));
    ObjectNode regions = document.putObject("stsByRegion");
    lab.stsRegions().forEach(region -> regions.put(region, lab.sts(region).secureUri().toString()));
    ArrayNode all = document.putArray("pods");
    for (PodEnvironment pod : pods()) {
      all.addObject()
          .put("namespace", pod.pod().namespace())
          .put("name", pod.name())
          .put("serviceAccountName", pod.pod().serviceAccountName())
          .putPOJO("variables", pod.variables());
    }
    return document.toString();
  }

  @Override
  public String name() {
    return "lab";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public RequestDetails describe(Request request) {
    return RequestDetails.of(request.method() + " " + request.rawPath());
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    return new Answer(response(request), describe(request));
  }

  private Response response(Request request) {
    URI server = url;
    if (server == null) {
      return status(503, "starting", "the lab is starting");
    }
    try {
      return response(request, server);
    } catch (NoSuchElementException e) {
      return status(404, "NotFound", e.getMessage());
    } catch (IllegalStateException e) {
      return status(409, "Conflict", e.getMessage());
    } catch (InvalidInputException | IllegalArgumentException e) {
      return status(400, "Invalid", e.getMessage());
    }
  }

  private Response response(Request request, URI server) {
    // The body of a response to HEAD is left out later.
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    Matcher sts = STS.matcher(request.rawPath());
    if (method.equals("PUT") && sts.matches()) {
      return done(() -> set(sts.group(1), request.text().strip()));
    }
    Matcher path = RESOURCE.matcher(request.rawPath());
    if (!path.matches()) {
      return switch (method + " " + request.rawPath()) {
        case "GET /" -> document(json(server));
        case "GET /health" -> document("{\"status\":\"up\"}");
        case "GET /exports" -> text(exports(server));
        case "GET /ca.pem" -> text(authority());
        case "POST /world" -> done(() -> add(request));
        default -> throw unknown(request);
      };
    }
    String namespace = path.group(1);
    String name = String.valueOf(path.group(3));
    return switch (method + path.replaceFirst(path.group(3) == null ? " $2" : " $2/NAME$4")) {
      case "POST pods" -> document(createPod(namespace, request.text()).pod().toJson());
      case "GET pods/NAME" -> document(pod(namespace, name).pod().toJson());
      case "GET pods/NAME/exports" -> text(exports(server, pod(namespace, name).exports()));
      case "GET pods/NAME/token" -> text(pod(namespace, name).tokenVolume().token().value());
      case "DELETE pods/NAME" -> done(() -> delete(pod(namespace, name)));
      case "GET serviceaccounts/NAME" -> document(document(account(namespace, name)));
      case "DELETE serviceaccounts/NAME" ->
          done(() -> lab.deleteServiceAccount(account(namespace, name)));
      default -> throw unknown(request);
    };
  }

  private void set(String region, String state) {
    if (!lab.stsRegions().contains(region)) {
      throw new NoSuchElementException(
          "sts \"%s\" not found; the lab has %s".formatted(region, lab.stsRegions()));
    }
    StsState.named(ForeignText.plain(state)).applyTo(lab.sts(region));
  }

  private static NoSuchElementException unknown(Request request) {
    return new NoSuchElementException(request.method() + " " + request.rawPath());
  }

  private String authority() {
    try {
      return Files.readString(lab.caBundle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Request request) {
    WorldFile world = WorldFile.of("world", request.text());
    world.requireNoSettings();
    add(world);
  }

  /**
   * Adds the content of a world, without pods. Returns its service accounts, with their entries.
   */
  @CanIgnoreReturnValue
  synchronized Map<ServiceAccount, YamlNode> add(WorldFile world) {
    return WorldSetup.add(world, lab);
  }

  /** Returns all pods in the order of their creation. */
  private synchronized List<PodEnvironment> pods() {
    return List.copyOf(pods.values());
  }

  private synchronized PodEnvironment pod(String namespace, String name) {
    PodEnvironment pod = pods.get(namespace + "/" + name);
    if (pod == null) {
      throw new NoSuchElementException("pods \"" + name + "\" not found");
    }
    return pod;
  }

  /** Creates the pod of a service account in a world file, of the same name. */
  void createPod(ServiceAccount account, YamlNode entry) {
    try {
      createPod(
          """
          {"metadata": {"name": "%1$s", "namespace": "%2$s"},
           "spec": {"serviceAccountName": "%1$s",
                    "containers": [{"name": "app", "image": "example.com/app:1"}]}}
          """
              .formatted(account.name(), account.namespace()));
    } catch (IllegalArgumentException e) {
      throw WorldSetup.refused(entry, e);
    }
  }

  @CanIgnoreReturnValue
  private synchronized PodEnvironment createPod(String manifest) {
    PodEnvironment pod = lab.startPod(manifest);
    if (pods.putIfAbsent(pod.pod().namespace() + "/" + pod.name(), pod) != null) {
      pod.close();
      throw new IllegalStateException("pods \"" + pod.name() + "\" already exists");
    }
    return pod;
  }

  private PodEnvironment createPod(String namespace, String text) {
    YamlNode manifest = WorldFile.document("pod", text);
    YamlNode own = manifest.at("metadata", "namespace");
    if (own.isPresent() && !namespace.equals(own.text())) {
      throw own.invalid("expected the namespace of the request, " + namespace);
    }
    String account = manifest.at("spec", "serviceAccountName").text();
    if (account != null && !account.equals("default")) {
      var unused = account(namespace, account);
    }
    ObjectNode pod = JSON.createObjectNode();
    manifest.members().forEach((name, value) -> pod.set(name, JSON.valueToTree(value.value())));
    pod.withObject("/metadata").put("namespace", namespace);
    return createPod(pod.toString());
  }

  /** Deletes a pod and its token. */
  private void delete(PodEnvironment pod) {
    synchronized (this) {
      pods.values().remove(pod);
    }
    pod.close();
  }

  private ServiceAccount account(String namespace, String name) {
    return lab.serviceAccount(namespace, name)
        .orElseThrow(
            () -> new NoSuchElementException("serviceaccounts \"" + name + "\" not found"));
  }

  private static String document(ServiceAccount account) {
    return JSON.createObjectNode()
        .put("apiVersion", "v1")
        .put("kind", "ServiceAccount")
        .set("metadata", JSON.valueToTree(account))
        .toString();
  }

  private static Response done(Runnable action) {
    action.run();
    return Response.empty(204);
  }

  private static Response document(String json) {
    return Response.of(200, "application/json", json + "\n");
  }

  private static Response text(String text) {
    return Response.of(200, "text/plain; charset=utf-8", text);
  }

  private static Response status(int status, String code, @Nullable String message) {
    ObjectNode document = JSON.createObjectNode().put("status", code).put("message", message);
    return Response.of(status, "application/json", document + "\n");
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    return status(status, code, message);
  }
}
