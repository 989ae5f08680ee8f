package dev.irsa.testkit.internal.kubernetes;

import dev.irsa.testkit.internal.kubernetes.Pod.TokenProjection;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pod identity webhook of EKS, modelled on <a
 * href="https://github.com/aws/amazon-eks-pod-identity-webhook">amazon-eks-pod-identity-webhook</a>.
 * It adds variables, a volume and mounts, and never overwrites existing ones. Pods of a service
 * account with an association get EKS Pod Identity; otherwise pods of an annotated service account
 * get IRSA. It does not support Windows.
 *
 * <p>Thread-safe.
 */
public final class PodWebhook {

  /** The name of the projected volume for IRSA. */
  public static final String VOLUME = "aws-iam-token";

  /** The mount path of the volume for IRSA in containers. */
  public static final String MOUNT_PATH = "/var/run/secrets/eks.amazonaws.com/serviceaccount";

  /** The name of the projected volume for EKS Pod Identity. */
  public static final String POD_IDENTITY_VOLUME = "eks-pod-identity-token";

  /** The mount path of the volume for EKS Pod Identity in containers. */
  public static final String POD_IDENTITY_MOUNT_PATH =
      "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount";

  /** The audience of tokens for EKS Pod Identity. */
  public static final String POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

  /** The URI of the EKS Pod Identity agent on a node. */
  public static final String POD_IDENTITY_URI = "http://169.254.170.23/v1/credentials";

  private static final String TOKEN = "token";
  private static final Map<String, String> POD_IDENTITY_LABELS =
      Map.of("eks.amazonaws.com/pod-identity", "enabled");

  /** The default lifetime of tokens. */
  private static final long DEFAULT_SECONDS = 86_400;

  /** The lower end of the range that replaces the default, for EKS Pod Identity. */
  private static final long SHORTEST_DEFAULT_SECONDS = 79_200;

  private static final String SKIP_LABEL = "eks.amazonaws.com/skip-pod-identity-webhook";

  private final BiFunction<String, String, @Nullable ServiceAccount> accounts;
  private final BiPredicate<String, String> associations;
  private final RandomGenerator random;
  private final WebhookSettings settings;

  /**
   * Creates a webhook in a cluster without EKS Pod Identity.
   *
   * @param accounts finds an account by namespace and name, for each pod, so only pods created
   *     after an annotation was added are mutated
   */
  public PodWebhook(
      BiFunction<String, String, @Nullable ServiceAccount> accounts, WebhookSettings settings) {
    this(accounts, (namespace, serviceAccount) -> false, settings, new Random());
  }

  /**
   * Creates a webhook.
   *
   * @param accounts finds an account by namespace and name, for each pod, so only pods created
   *     after an annotation was added are mutated
   * @param associations whether the account of this namespace and name, which need not exist, has
   *     an association; queried for each pod
   * @param random the source of the lifetime of tokens for EKS Pod Identity: 79,200 to 86,400 s
   *     instead of the default, 86,400 s; as thread-safe as the webhook shall be
   */
  public PodWebhook(
      BiFunction<String, String, @Nullable ServiceAccount> accounts,
      BiPredicate<String, String> associations,
      WebhookSettings settings,
      RandomGenerator random) {
    this.accounts = accounts;
    this.associations = associations;
    this.settings = settings;
    this.random = random;
  }

  /**
   * Returns the mutated pod.
   *
   * @param json a pod with {@code metadata} and {@code spec}
   * @throws IllegalArgumentException if the pod or an annotation cannot be read
   */
  public String mutate(String json) {
    return mutate(Pod.parse(json)).toJson();
  }

  /**
   * Returns the mutated pod.
   *
   * @throws IllegalArgumentException if an annotation cannot be read
   */
  public Pod mutate(Pod pod) {
    var copy = Pod.parse(pod.toJson());
    if (copy.metadata().member("labels").texts().containsKey(SKIP_LABEL)) {
      return copy;
    }
    var injection = injection(copy);
    if (injection != null) {
      injection.addTo(copy);
    }
    return copy;
  }

  private @Nullable Injection injection(Pod pod) {
    var ofPod = new WebhookAnnotations(pod.metadata().member("annotations"), settings);
    var account = accounts.apply(pod.namespace(), pod.serviceAccountName());
    if (associations.test(pod.namespace(), pod.serviceAccountName())) {
      return podIdentity(account, ofPod);
    }
    return account == null ? null : webIdentity(account, ofPod);
  }

  private @Nullable Injection webIdentity(ServiceAccount account, WebhookAnnotations ofPod) {
    var ofAccount = new WebhookAnnotations(annotations(account), settings);
    var roleArn = ofAccount.roleArn();
    if (roleArn.isEmpty()) {
      return null;
    }
    var identity = new LinkedHashMap<String, String>();
    identity.put("AWS_ROLE_ARN", roleArn);
    identity.put("AWS_WEB_IDENTITY_TOKEN_FILE", MOUNT_PATH + "/" + TOKEN);
    var expiration = ofPod.tokenExpiration(ofAccount.tokenExpiration(settings.tokenExpiration()));
    return new Injection(
        VOLUME,
        MOUNT_PATH,
        new TokenProjection(ofAccount.audience(), expiration, TOKEN),
        Map.of(),
        identity,
        common(ofAccount.regionalEndpoints()),
        ofPod.skippedContainers());
  }

  private Injection podIdentity(@Nullable ServiceAccount account, WebhookAnnotations ofPod) {
    var identity = new LinkedHashMap<String, String>();
    identity.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", POD_IDENTITY_URI);
    identity.put(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        POD_IDENTITY_MOUNT_PATH + "/" + POD_IDENTITY_VOLUME);
    var ofAccount = new WebhookAnnotations(annotations(account), settings);
    var expiration = ofPod.tokenExpiration(ofAccount.tokenExpiration(settings.tokenExpiration()));
    return new Injection(
        POD_IDENTITY_VOLUME,
        POD_IDENTITY_MOUNT_PATH,
        new TokenProjection(POD_IDENTITY_AUDIENCE, jittered(expiration), POD_IDENTITY_VOLUME),
        POD_IDENTITY_LABELS,
        identity,
        common(account != null && ofAccount.regionalEndpoints()),
        ofPod.skippedContainers());
  }

  /** Replaces the default, so that not all pods of a deployment renew their tokens at once. */
  private Duration jittered(Duration expiration) {
    return expiration.toSeconds() == DEFAULT_SECONDS
        ? Duration.ofSeconds(random.nextLong(SHORTEST_DEFAULT_SECONDS, DEFAULT_SECONDS + 1))
        : expiration;
  }

  /** Returns the variables that both kinds of identity need. */
  private Injection.CommonVariables common(boolean regionalEndpoints) {
    return new Injection.CommonVariables(regionalEndpoints, settings.region());
  }

  private static JsonNode annotations(@Nullable ServiceAccount account) {
    if (account == null) {
      return new JsonNode("", null);
    }
    var path =
        "ServiceAccount " + account.namespace() + "/" + account.name() + " $.metadata.annotations";
    return new JsonNode(path, new LinkedHashMap<String, Object>(account.annotations()));
  }
}
