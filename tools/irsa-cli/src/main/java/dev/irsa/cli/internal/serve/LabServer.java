package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.cli.internal.Shell;
import dev.irsa.cli.internal.serve.YamlDocument.Place;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import dev.irsa.testkit.server.RequestRecord.Details;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lab with a server for its resources, and what other programs need in order to use them: as
 * lines for a shell, and as JSON. Both contain the paths of token files, not tokens. Owns both.
 * Thread-safe. {@link #close} ends them and deletes all files; closing is idempotent.
 */
final class LabServer implements Service, AutoCloseable {
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/api/v1/namespaces/([^/]+)/(pods|serviceaccounts)(?:/([^/]+)(/exports|/token|))?");

  /** A server may run for weeks; its clients have no use for the logs of their requests. */
  private static final int KEPT_REQUESTS = 1_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final IrsaLab lab;
  private final Endpoint endpoint;

  /** By namespace and name, in the order of creation. */
  @GuardedBy("this")
  private final Map<String, PodEnvironment> pods = new LinkedHashMap<>();

  private volatile boolean ready;

  private LabServer(IrsaLab lab, World world, IrsaLab.Network network) {
    this.lab = lab;
    RequestLog requests = new RequestLog();
    // Also of the agent, whose port is taken now or never.
    Stream.of(requests, lab.requests(), lab.issuerRequests(), lab.agent().requests())
        .forEach(log -> log.keepLatest(KEPT_REQUESTS));
    add(world).forEach(account -> createPod(World.manifest(account)));
    this.endpoint =
        Endpoint.startPlain(
            this,
            lab.time(),
            requests,
            new InetSocketAddress(network.bindAddress(), network.firstPort()),
            network.host());
  }

  /**
   * Starts a server. Until {@link #ready}, it responds that it is starting. Each service account of
   * the world has a pod of the same name.
   *
   * @param network where to listen; the server takes the first port, and the lab the next five
   * @throws InvalidInputException if the world cannot be created, or a port is not free
   */
  static LabServer start(World world, IrsaLab.Network network) {
    int port = network.firstPort();
    try {
      IrsaLab lab =
          world.start(
              new IrsaLab.Network(network.bindAddress(), network.host(), port == 0 ? 0 : port + 1));
      try {
        return new LabServer(lab, world, network);
      } catch (RuntimeException e) {
        lab.close();
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

  /** Reports the lab as healthy from now on. */
  void ready() {
    ready = true;
  }

  /** Returns export lines: those of the first pod, if any, and where to get those of others. */
  String exports() {
    List<PodEnvironment> pods = pods();
    if (pods.isEmpty()) {
      return lines(lab.clientVariables());
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
    all.put("IRSA_LAB_PROXY", lab.proxy().uri().toString());
    return all;
  }

  /** Returns all of it as one JSON document on one line. */
  String json() {
    ObjectNode document =
        JSON.createObjectNode()
            .put("url", url().toString())
            .put("health", url().resolve("/health").toString())
            .put("region", lab.region())
            .put("accountId", lab.iam().id())
            .put("issuer", lab.issuer().issuer().toString())
            .put("sts", lab.sts().secureUri().toString())
            .put("s3", lab.s3().secureUri().toString())
            .put("oidc", lab.oidc().secureUri().toString())
            .put("proxy", lab.proxy().uri().toString())
            .put("agent", lab.agent().uri().toString())
            .put("caBundle", lab.caBundle().toString())
            .putPOJO("variables", all(lab.clientVariables()));
    ArrayNode pods = document.putArray("pods");
    for (PodEnvironment pod : pods()) {
      pods.addObject()
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
  public Details describe(Request request) {
    return Details.of(request.method() + " " + request.rawPath());
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    Details details = describe(request);
    if (!ready) {
      return new Answer(status(503, "starting", "the lab is starting"), details);
    }
    try {
      return new Answer(response(request), details);
    } catch (NoSuchElementException e) {
      return new Answer(status(404, "NotFound", e.getMessage()), details);
    } catch (IllegalStateException e) {
      return new Answer(status(409, "Conflict", e.getMessage()), details);
    } catch (InvalidInputException | IllegalArgumentException e) {
      return new Answer(status(400, "Invalid", e.getMessage()), details);
    }
  }

  private Response response(Request request) {
    // The body of a response to HEAD is left out later.
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    Matcher path = RESOURCE.matcher(request.rawPath());
    if (!path.matches()) {
      return switch (method + " " + request.rawPath()) {
        case "GET /" -> json(json());
        case "GET /health" -> json("{\"status\":\"up\"}");
        case "GET /exports" -> text(exports());
        case "GET /ca.pem" -> text(authority());
        case "POST /world" -> add(request);
        default -> throw new NoSuchElementException(request.method() + " " + request.rawPath());
      };
    }
    String namespace = path.group(1);
    String name = String.valueOf(path.group(3));
    return switch (method + path.replaceFirst(path.group(3) == null ? " $2" : " $2/NAME$4")) {
      case "POST pods" -> createPod(namespace, request.text());
      case "GET pods/NAME" -> json(pod(namespace, name).pod().toJson());
      case "GET pods/NAME/exports" -> text(exports(pod(namespace, name)));
      case "GET pods/NAME/token" -> text(pod(namespace, name).tokenVolume().token().value());
      case "DELETE pods/NAME" -> done(() -> delete(pod(namespace, name)));
      case "GET serviceaccounts/NAME" -> json(document(account(namespace, name)));
      case "DELETE serviceaccounts/NAME" ->
          done(() -> lab.deleteServiceAccount(account(namespace, name)));
      default -> throw new NoSuchElementException(request.method() + " " + request.rawPath());
    };
  }

  private static Response done(Runnable action) {
    action.run();
    return Response.empty(204);
  }

  private String authority() {
    try {
      return Files.readString(lab.caBundle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response add(Request request) {
    World world = World.read("world", request.text());
    world.requireNoSettings();
    return done(() -> add(world));
  }

  /** Adds the content of a world, without pods: all of it, or nothing if it is refused. */
  @CanIgnoreReturnValue
  private synchronized List<ServiceAccount> add(World world) {
    return world.check(lab).create();
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

  private synchronized PodEnvironment createPod(String manifest) {
    PodEnvironment pod = lab.startPod(manifest);
    if (pods.putIfAbsent(pod.pod().namespace() + "/" + pod.name(), pod) != null) {
      pod.close();
      throw new IllegalStateException("pods \"" + pod.name() + "\" already exists");
    }
    return pod;
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

  private Response createPod(String namespace, String manifest) {
    YamlDocument document = YamlDocument.read("pod", manifest);
    JsonNode pod = document.as(JsonNode.class);
    Place metadataAt = document.root().member("metadata");
    metadataAt.require(pod.path("metadata").isObject(), "expected an object");
    ObjectNode metadata = (ObjectNode) pod.path("metadata");
    metadataAt
        .member("namespace")
        .require(
            metadata.path("namespace").asText(namespace).equals(namespace),
            "expected the namespace of the request, " + namespace);
    String account = pod.path("spec").path("serviceAccountName").asText("default");
    if (!account.equals("default") && lab.serviceAccount(namespace, account).isEmpty()) {
      throw new NoSuchElementException("serviceaccounts \"" + account + "\" not found");
    }
    metadata.put("namespace", namespace);
    return json(createPod(pod.toString()).pod().toJson());
  }

  private static String document(ServiceAccount account) {
    return JSON.createObjectNode()
        .put("apiVersion", "v1")
        .put("kind", "ServiceAccount")
        .set("metadata", JSON.valueToTree(account))
        .toString();
  }

  private static Response json(String document) {
    return Response.of(200, "application/json", document + "\n");
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

  @Override
  public void close() {
    endpoint.close();
    lab.close();
  }
}
