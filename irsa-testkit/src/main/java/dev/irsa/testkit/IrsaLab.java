package dev.irsa.testkit;

import dev.irsa.testkit.http.ConnectProxy;
import dev.irsa.testkit.http.LabCertificateAuthority;
import dev.irsa.testkit.http.ProxyCredentials;
import dev.irsa.testkit.iam.AccessKeys;
import dev.irsa.testkit.iam.Account;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.kubernetes.Pod;
import dev.irsa.testkit.kubernetes.PodReference;
import dev.irsa.testkit.kubernetes.PodWebhook;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.oidc.OidcIssuer;
import dev.irsa.testkit.s3.ObjectStore;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The whole IRSA world in one JVM, on loopback: an EKS cluster's OIDC issuer, pod webhook and token
 * volumes, and an AWS account's IAM, STS and S3-shaped store, which verify everything for real.
 *
 * <pre>{@code
 * try (IrsaLab lab = IrsaLab.start()) {
 *   ServiceAccount account =
 *       lab.createServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess");
 *   PodEnvironment pod = lab.startPod(account);
 *   // pod.variables(), pod.endpointVariables(), pod.sslContext()
 * }
 * }</pre>
 *
 * <p>Thread-safe. Labs share nothing and run beside each other. {@link #close} ends threads, ports
 * and files, those of pods included; closing twice is harmless.
 */
public final class IrsaLab implements AutoCloseable {
  private final LabSettings settings;
  private final LabFiles files;
  private final Cloud cloud;
  private final Cluster cluster;
  private final ServiceAccountRoles roles;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<PodEnvironment> pods = ConcurrentHashMap.newKeySet();

  private IrsaLab(LabSettings settings) {
    this.settings = settings;
    this.cloud = Cloud.start(settings);
    this.files = cloud.files();
    this.cluster = new Cluster(settings, files, cloud.issuer());
    this.roles =
        new ServiceAccountRoles(
            cloud.account(), cloud.provider(), settings.clusterName(), cloud.ids());
  }

  /** Starts a lab as it is by default: real time, {@code ap-northeast-2}, lifetimes as in AWS. */
  public static IrsaLab start() {
    return builder().start();
  }

  /** Settings of a lab, from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Creates a service account and its role as {@code eksctl create iamserviceaccount} does, with
   * the annotation {@code eks.amazonaws.com/role-arn}.
   *
   * @param policyNames managed policies to attach, such as {@code AmazonS3ReadOnlyAccess}
   */
  public ServiceAccount createServiceAccount(String namespace, String name, String... policyNames) {
    ServiceAccount plain = ServiceAccount.of(namespace, name);
    Role role = roles.create(namespace, name, List.of(policyNames));
    ServiceAccount account = plain.withAnnotation("eks.amazonaws.com/role-arn", role.arn());
    cluster.put(account);
    return account;
  }

  /**
   * Creates a service account or replaces the one of that name, whatever its annotations say; no
   * role is made. Pods see the change when they are started anew.
   */
  public ServiceAccount apply(ServiceAccount account) {
    cluster.put(account);
    return account;
  }

  /**
   * Deletes a service account and its role as {@code eksctl delete iamserviceaccount} does: its
   * pods run on, but exchanges are denied, live sessions are invalid, and tokens are not rotated
   * any more.
   */
  public void deleteServiceAccount(ServiceAccount account) {
    iam().deleteRole(roleArn(account));
    cluster.delete(account);
  }

  /**
   * The role that the service account is annotated with.
   *
   * @throws IllegalArgumentException if it has no such annotation, or the role does not exist
   */
  public Role roleOf(ServiceAccount account) {
    return iam()
        .role(roleArn(account))
        .orElseThrow(() -> new IllegalArgumentException("no role " + roleArn(account)));
  }

  private static String roleArn(ServiceAccount account) {
    String arn = account.annotations().get("eks.amazonaws.com/role-arn");
    if (arn == null) {
      throw new IllegalArgumentException(account.name() + " is not annotated with a role");
    }
    return arn;
  }

  /**
   * Revokes the live sessions of the service account's role, as "revoke active sessions" in the
   * console does: everything is denied to them. Sessions issued later are good.
   */
  public void revokeSessions(ServiceAccount account) {
    accessKeys().revokeSessions(roleArn(account));
  }

  /** Ends the live sessions of the service account's role now: services call them expired. */
  public void expireSessions(ServiceAccount account) {
    accessKeys().expireSessions(roleArn(account));
  }

  /** Starts a pod of one container that runs as the service account. */
  public PodEnvironment startPod(ServiceAccount account) {
    return startPod(
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"namespace": "%s"},
         "spec": {"serviceAccountName": "%s",
                  "containers": [{"name": "app", "image": "example.com/app:1"}]}}"""
            .formatted(account.namespace(), account.name()));
  }

  /**
   * Starts a pod: the webhook mutates it, the token volume that it asks for is mounted.
   *
   * @param pod as JSON, with {@code metadata} and {@code spec}
   */
  public PodEnvironment startPod(String pod) {
    Pod created = webhook().mutate(Pod.parse(pod));
    String name = created.name().orElseGet(() -> "pod-" + cloud.ids().podSuffix());
    PodReference reference = PodReference.named(name);
    PodEnvironment environment =
        new PodEnvironment(this, created, name, cluster.mount(created, reference));
    pods.add(environment);
    return environment;
  }

  /** IAM: providers, roles and their trust policies, to look at and to change. */
  public Account iam() {
    return cloud.account();
  }

  /** All credentials issued, and the means to end them. */
  public AccessKeys accessKeys() {
    return cloud.keys();
  }

  /** STS: where it listens, and its faults. */
  public Endpoint sts() {
    return cloud.sts();
  }

  /** The S3-shaped object store: where it listens, and its faults. */
  public Endpoint s3() {
    return cloud.s3();
  }

  /** The buckets and objects behind {@link #s3}. */
  public ObjectStore objects() {
    return cloud.objects();
  }

  /** The issuer's public documents: where they are served, and the faults of that. */
  public Endpoint oidc() {
    return cloud.oidc();
  }

  /** The issuer itself: its keys, and tokens of any content. */
  public OidcIssuer issuer() {
    return cloud.issuer();
  }

  /** The webhook, to switch it off and on. */
  public PodWebhook webhook() {
    return cluster.webhook();
  }

  /** The proxy through which clients reach the lab by AWS's own host names. */
  public ConnectProxy proxy() {
    return cloud.proxy();
  }

  /** What clients asked of AWS's services. */
  public RequestLog requests() {
    return cloud.requests();
  }

  /** What was asked of the issuer, by STS and others. */
  public RequestLog issuerRequests() {
    return cloud.issuerRequests();
  }

  /** Lets STS fetch the issuer's documents anew at the next exchange. */
  public void forgetIssuerKeys() {
    cloud.forgetIssuerKeys();
  }

  /** The lab's time. */
  public LabTime time() {
    return settings.time();
  }

  /** The region. */
  public String region() {
    return settings.region();
  }

  /** The lab's certificate authority. */
  public LabCertificateAuthority certificateAuthority() {
    return cloud.authority();
  }

  /** Trusts the lab's certificate authority and no other. */
  public SSLContext sslContext() {
    return cloud.authority().clientContext();
  }

  /** PEM file with the lab's certificate authority, for {@code AWS_CA_BUNDLE}. */
  public Path caBundle() {
    return files.caBundle();
  }

  /** PKCS 12 trust store with the lab's certificate authority; its password is {@code changeit}. */
  public Path trustStore() {
    return files.trustStore();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      pods.forEach(PodEnvironment::close);
      cloud.close();
    }
  }

  /** Settings of a lab. Not thread-safe. */
  public static final class Builder {
    private String region = "ap-northeast-2";
    private String accountId = "111122223333";
    private String clusterName = "myeks";
    private @Nullable ManualTime manualTime;
    private Duration tokenLifetime = Duration.ofHours(24);
    private @Nullable Duration tokenLeeway;
    private @Nullable Duration sessionLifetime;
    private @Nullable ProxyCredentials proxyCredentials;

    private Builder() {}

    /** The region, {@code ap-northeast-2} by default; it decides the partition. */
    public Builder region(String region) {
      this.region = region;
      return this;
    }

    /** The account, 12 digits, {@code 111122223333} by default. */
    public Builder accountId(String accountId) {
      this.accountId = accountId;
      return this;
    }

    /** The cluster's name, {@code myeks} by default. */
    public Builder clusterName(String clusterName) {
      this.clusterName = clusterName;
      return this;
    }

    /** Lets the lab run by the given time, real time by default. */
    public Builder time(ManualTime time) {
      this.manualTime = time;
      return this;
    }

    /**
     * How long tokens live, 24 h by default, a second at least. Below the ten minutes that
     * Kubernetes insists on, STS also grants no leeway unless told to.
     */
    public Builder tokenLifetime(Duration tokenLifetime) {
      this.tokenLifetime = tokenLifetime;
      return this;
    }

    /** How long past its expiry STS takes a token; five minutes, as AWS does. */
    public Builder tokenLeeway(Duration tokenLeeway) {
      this.tokenLeeway = tokenLeeway;
      return this;
    }

    /**
     * Shortens every session to this, whatever the request says: the answer's Expiration tells. By
     * default sessions last as requested.
     */
    public Builder sessionLifetime(Duration sessionLifetime) {
      this.sessionLifetime = sessionLifetime;
      return this;
    }

    /** What the proxy asks of its clients, nothing by default. */
    public Builder proxyCredentials(ProxyCredentials credentials) {
      this.proxyCredentials = credentials;
      return this;
    }

    /**
     * Starts the lab.
     *
     * @throws IllegalArgumentException if a setting makes no sense
     */
    public IrsaLab start() {
      ManualTime manual = manualTime;
      return new IrsaLab(
          new LabSettings(
              region,
              accountId,
              clusterName,
              manual == null ? LabTime.real() : LabTime.of(manual),
              manual != null,
              tokenLifetime,
              tokenLeeway,
              sessionLifetime,
              proxyCredentials));
    }
  }
}
