package dev.irsa.testkit.kubernetes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pod identity webhook of EKS, modelled on <a
 * href="https://github.com/aws/amazon-eks-pod-identity-webhook">amazon-eks-pod-identity-webhook</a>.
 * It adds the variables, volume and mounts of IRSA to the pods of an annotated service account, and
 * never overwrites existing ones. It supports neither Windows nor EKS Pod Identity.
 *
 * <p>Like the original, it fails open: while it is {@linkplain #switchOff off}, pods are created
 * without mutation. Thread-safe.
 */
public final class PodWebhook {

  /** The name of the projected volume. */
  public static final String VOLUME = "aws-iam-token";

  /** The mount path of the volume in containers. */
  public static final String MOUNT_PATH = "/var/run/secrets/eks.amazonaws.com/serviceaccount";

  private static final String TOKEN = "token";
  private static final String SKIP_LABEL = "eks.amazonaws.com/skip-pod-identity-webhook";

  /** Looks up the service accounts of the cluster. */
  @FunctionalInterface
  public interface ServiceAccounts {

    /** Returns the account, or null if it does not exist. */
    @Nullable ServiceAccount find(String namespace, String name);
  }

  /** The values to inject into one pod, from annotations and defaults. */
  private record Injection(
      String roleArn,
      String audience,
      boolean regionalEndpoints,
      Duration expiration,
      Set<String> skippedContainers) {}

  private final ServiceAccounts accounts;
  private final WebhookSettings settings;

  // An independent switch: it need not be consistent with other state.
  private volatile boolean off;

  /**
   * Creates a webhook that is switched on.
   *
   * @param accounts queried for each pod, so only pods created after an annotation was added are
   *     mutated
   */
  public PodWebhook(ServiceAccounts accounts, WebhookSettings settings) {
    this.accounts = accounts;
    this.settings = settings;
  }

  /** Stops mutating pods. */
  public void switchOff() {
    off = true;
  }

  /** Resumes mutating pods. */
  public void switchOn() {
    off = false;
  }

  /**
   * Returns the mutated pod.
   *
   * @param json a pod with {@code metadata} and {@code spec}
   * @throws MalformedDocumentException if the pod or an annotation cannot be read
   */
  public String mutate(String json) {
    return mutate(Pod.parse(json)).toJson();
  }

  /**
   * Returns the mutated pod.
   *
   * @throws MalformedDocumentException if an annotation cannot be read
   */
  public Pod mutate(Pod pod) {
    var copy = Pod.parse(pod.toJson());
    if (off || copy.metadata().member("labels").texts().containsKey(SKIP_LABEL)) {
      return copy;
    }
    var injection = injection(copy);
    if (injection != null) {
      for (var container : copy.containers()) {
        if (!injection.skippedContainers().contains(container.member("name").text())) {
          addToContainer(container, injection);
        }
      }
      addVolume(copy, injection);
    }
    return copy;
  }

  private @Nullable Injection injection(Pod pod) {
    var account = accounts.find(pod.namespace(), pod.serviceAccountName());
    if (account == null) {
      return null;
    }
    var ofAccount = new WebhookAnnotations(annotations(account), settings);
    var roleArn = ofAccount.roleArn();
    if (roleArn.isEmpty()) {
      return null;
    }
    var ofPod = new WebhookAnnotations(pod.metadata().member("annotations"), settings);
    return new Injection(
        roleArn,
        ofAccount.audience(),
        ofAccount.regionalEndpoints(),
        ofPod.tokenExpiration(ofAccount.tokenExpiration(settings.tokenExpiration())),
        ofPod.skippedContainers());
  }

  private static JsonNode annotations(ServiceAccount account) {
    var path =
        "ServiceAccount " + account.namespace() + "/" + account.name() + " $.metadata.annotations";
    return new JsonNode(path, new LinkedHashMap<String, Object>(account.annotations()));
  }

  private void addToContainer(JsonNode container, Injection injection) {
    var names =
        container.member("env").items().stream()
            .map(variable -> variable.member("name").text())
            .collect(Collectors.toSet());
    boolean hasIdentity =
        names.contains("AWS_ROLE_ARN") || names.contains("AWS_WEB_IDENTITY_TOKEN_FILE");
    boolean hasRegion = names.contains("AWS_REGION") || names.contains("AWS_DEFAULT_REGION");
    boolean hasEndpoints = names.contains("AWS_STS_REGIONAL_ENDPOINTS");
    if (hasIdentity && hasRegion && hasEndpoints) {
      // A container that already has all variables does not get a mount either.
      return;
    }
    var environment = new LinkedHashMap<String, String>();
    if (!hasEndpoints && injection.regionalEndpoints()) {
      environment.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    }
    if (!hasRegion && !settings.region().isEmpty()) {
      environment.put("AWS_DEFAULT_REGION", settings.region());
      environment.put("AWS_REGION", settings.region());
    }
    if (!hasIdentity) {
      environment.put("AWS_ROLE_ARN", injection.roleArn());
      environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", MOUNT_PATH + "/" + TOKEN);
    }
    addEnvironment(container, environment);
    addMount(container);
  }

  private static void addEnvironment(JsonNode container, Map<String, String> environment) {
    if (environment.isEmpty()) {
      return;
    }
    var variables = container.memberArray("env");
    environment.forEach((name, value) -> variables.add(members("name", name, "value", value)));
  }

  private static void addMount(JsonNode container) {
    if (!isNamed(container.member("volumeMounts").items())) {
      var mount = members("mountPath", MOUNT_PATH, "name", VOLUME, "readOnly", true);
      container.memberArray("volumeMounts").add(mount);
    }
  }

  private static void addVolume(Pod pod, Injection injection) {
    if (!isNamed(pod.volumes())) {
      var token =
          members(
              "audience", injection.audience(),
              "expirationSeconds", injection.expiration().toSeconds(),
              "path", TOKEN);
      var sources = List.of(members("serviceAccountToken", token));
      // The mode is the API server's default, which appears in every stored pod.
      var projected = members("defaultMode", 0644, "sources", sources);
      pod.spec().memberArray("volumes").add(0, members("name", VOLUME, "projected", projected));
    }
  }

  private static boolean isNamed(List<JsonNode> nodes) {
    return nodes.stream().anyMatch(node -> node.member("name").text().equals(VOLUME));
  }

  private static Map<String, Object> members(Object... namesAndValues) {
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }
}
