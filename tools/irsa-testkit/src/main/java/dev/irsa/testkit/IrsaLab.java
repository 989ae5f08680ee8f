package dev.irsa.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.OidcProvider;
import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.kubernetes.Pod;
import dev.irsa.testkit.internal.kubernetes.PodReference;
import dev.irsa.testkit.internal.server.Loopback;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import dev.irsa.testkit.s3.ObjectStore;
import dev.irsa.testkit.server.ConnectProxy;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Emulates IRSA and EKS Pod Identity in one JVM, on loopback: the OIDC issuer, pod webhook, token
 * volumes and Pod Identity agent of an EKS cluster, and the IAM, STS, EKS Auth and S3-compatible
 * store of an AWS account. Requests are fully verified.
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
 * <p>With EKS Pod Identity instead, the pod gets its credentials from {@link #agent}:
 *
 * <pre>{@code
 * ServiceAccount account =
 *     lab.createPodIdentityServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess");
 * }</pre>
 *
 * <p>Thread-safe. Labs share no state, so several can run at once. {@link #close} stops all
 * threads, closes all ports and deletes all files, including those of pods. Closing is idempotent.
 */
public final class IrsaLab implements AutoCloseable {
  private final LabSettings settings;
  private final ClusterIssuer issuer;
  private final Cloud cloud;
  private final Cluster cluster;
  private final Identities identities;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<PodEnvironment> pods = ConcurrentHashMap.newKeySet();

  private IrsaLab(LabSettings settings) {
    this.settings = settings;
    this.issuer = new ClusterIssuer(settings.issuerOrGenerated());
    this.cloud = Cloud.start(settings, issuer);
    LabAccount account = cloud.account;
    this.cluster = new Cluster(settings, cloud.files, issuer, account.associations());
    this.identities =
        new Identities(
            cluster,
            account.iam(),
            new ServiceAccountRoles(
                account.iam(), account.provider(), settings.clusterName(), account.ids()),
            account.associations());
  }

  /**
   * Starts a lab with the default settings: real time, {@code ap-northeast-2}, and the lifetimes of
   * AWS.
   */
  public static IrsaLab start() {
    return builder().start();
  }

  /** Returns a builder with the default settings. */
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
    return identities.create(namespace, name, List.of(policyNames));
  }

  /**
   * Creates a service account without annotations, a role, and an EKS Pod Identity association of
   * both, as {@code eksctl create podidentityassociation --create-service-account} does.
   *
   * <pre>{@code
   * PodEnvironment pod = lab.startPod(lab.createPodIdentityServiceAccount("default", "my-sa"));
   * pod.variables().get("AWS_CONTAINER_CREDENTIALS_FULL_URI"); // http://127.0.0.1:…/v1/credentials
   * }</pre>
   *
   * @param policyNames managed policies to attach, such as {@code AmazonS3ReadOnlyAccess}
   */
  public ServiceAccount createPodIdentityServiceAccount(
      String namespace, String name, String... policyNames) {
    ServiceAccount account = apply(ServiceAccount.of(namespace, name));
    associate(account, policyNames);
    return account;
  }

  /**
   * Creates a role with the trust policy that EKS Pod Identity needs, and associates the service
   * account with it. Pods that are started from now on use it, even if the account is annotated
   * with a role for IRSA.
   *
   * <pre>{@code
   * ServiceAccount account = lab.createServiceAccount("default", "my-sa"); // IRSA
   * PodIdentityAssociation association = lab.associate(account, "AmazonS3ReadOnlyAccess");
   * lab.iam().role(association.roleArn());
   * }</pre>
   *
   * @param policyNames managed policies to attach, such as {@code AmazonS3ReadOnlyAccess}
   * @throws IllegalStateException if the account already has an association
   */
  public PodIdentityAssociation associate(ServiceAccount account, String... policyNames) {
    return associate(account, PodIdentityAssociation.Request.forNewRole(policyNames));
  }

  /**
   * Creates an EKS Pod Identity association, as {@code aws eks create-pod-identity-association}
   * does.
   *
   * <pre>{@code
   * lab.associate(account, PodIdentityAssociation.Request.forRole(role.arn()).withTargetRole(target.arn()));
   * }</pre>
   *
   * @throws IllegalStateException if the account already has an association
   */
  public PodIdentityAssociation associate(
      ServiceAccount account, PodIdentityAssociation.Request request) {
    return identities.associate(account, request);
  }

  /**
   * Deletes the association of a service account. Its role and its live sessions stay, and the
   * agent serves what it keeps until it renews it.
   *
   * @throws IllegalArgumentException if the account does not have an association
   */
  public void disassociate(ServiceAccount account) {
    identities.disassociate(account);
  }

  /**
   * Creates a service account, or replaces the one of the same name. Its annotations are not
   * checked, and no role is created. Only pods that are started later see the change.
   */
  public ServiceAccount apply(ServiceAccount account) {
    cluster.put(account);
    return account;
  }

  /** Returns the service account of this name, if it exists. */
  public Optional<ServiceAccount> serviceAccount(String namespace, String name) {
    return Optional.ofNullable(cluster.find(namespace, name));
  }

  /** Returns all EKS Pod Identity associations of the cluster, in no particular order. */
  public List<PodIdentityAssociation> associations() {
    return cloud.account.associations().all();
  }

  /**
   * Deletes a service account, its association, and the role that it is annotated with or that was
   * created for the association, as {@code eksctl delete iamserviceaccount} and {@code eksctl
   * delete podidentityassociation} do. Its pods keep running, but exchanges are denied, live
   * sessions of the role become invalid, and tokens are no longer rotated. Roles that an {@link
   * PodIdentityAssociation.Request} named stay, with their sessions.
   *
   * @throws IllegalArgumentException if the account has neither an annotation nor an association
   */
  public void deleteServiceAccount(ServiceAccount account) {
    identities.delete(account);
  }

  /**
   * Returns the service account's role: the role of its association, or else the role in its
   * annotation.
   *
   * @throws IllegalArgumentException if it has neither, or the role does not exist
   */
  public Role roleOf(ServiceAccount account) {
    return identities.roleOf(account);
  }

  /**
   * Revokes the live sessions of the service account's role, as "revoke active sessions" in the
   * console does: all their requests are denied. Sessions issued later are not affected. With an
   * association, this includes the sessions of its target role.
   *
   * @throws IllegalArgumentException if the account has neither an annotation nor an association
   */
  public void revokeSessions(ServiceAccount account) {
    identities.rolesWithSessions(account).forEach(accessKeys()::revokeSessions);
  }

  /**
   * Expires the live sessions of the service account's role now: services reject them as expired.
   * With an association, this includes the sessions of its target role.
   *
   * @throws IllegalArgumentException if the account has neither an annotation nor an association
   */
  public void expireSessions(ServiceAccount account) {
    identities.rolesWithSessions(account).forEach(accessKeys()::expireSessions);
  }

  /** Starts a pod with one container that runs as the service account. */
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
   * Starts a pod: the webhook mutates it, and the token volumes that it requests are mounted.
   *
   * @param pod the pod as JSON, with {@code metadata} and {@code spec}
   */
  public PodEnvironment startPod(String pod) {
    Pod created = cluster.webhook().mutate(Pod.parse(pod));
    String name = created.name().orElseGet(() -> "pod-" + cloud.account.ids().podSuffix());
    PodReference reference = PodReference.named(name);
    PodEnvironment environment =
        new PodEnvironment(this, created, name, cluster.mount(created, reference));
    pods.add(environment);
    return environment;
  }

  /** Called by a pod that has been closed. */
  void forget(PodEnvironment pod) {
    pods.remove(pod);
  }

  /** Returns IAM: the account's providers, roles and trust policies, which can be changed. */
  public Account iam() {
    return cloud.account.iam();
  }

  /**
   * Enables outbound identity federation, and allows the service account's role to get tokens for
   * services outside of AWS ({@code sts:GetWebIdentityToken}). Both are as in AWS otherwise: the
   * account has not enabled it, and roles have no permission.
   *
   * <pre>{@code
   * lab.allowOutboundTokens(account, "https://api.example.com");
   * URI issuer = lab.iam().outboundWebIdentityIssuer().orElseThrow();
   * // its documents: lab.oidc().plainUri() + "/.well-known/openid-configuration"
   * }</pre>
   *
   * @param audiences the audiences that tokens may have, and no others; any if none is given
   * @throws IllegalArgumentException if the account has neither a role nor an association
   */
  public void allowOutboundTokens(ServiceAccount account, String... audiences) {
    cloud.account.allowOutboundTokens(roleOf(account), List.of(audiences));
  }

  /** Returns all credentials issued by the lab, with the means to revoke or expire them. */
  public AccessKeys accessKeys() {
    return cloud.account.keys();
  }

  /**
   * Returns EKS Auth, which the agent calls: its addresses and its faults. It is started when it is
   * first used.
   *
   * <pre>{@code
   * lab.eksAuth().faults().next(Fault.error("ThrottlingException", 429, "Rate exceeded"));
   * lab.requests().count("AssumeRoleForPodIdentity");
   * }</pre>
   */
  public Endpoint eksAuth() {
    return cloud.podIdentity.eksAuth();
  }

  /**
   * Returns the EKS Pod Identity agent of the node that all pods run on. It is started when it is
   * first used, also by the variables of a pod.
   *
   * <pre>{@code
   * lab.agent().restart();
   * lab.agent().faults().next(Fault.delay(Duration.ofSeconds(5)));
   * }</pre>
   */
  public PodIdentityAgent agent() {
    return cloud.podIdentity.agent();
  }

  /** Returns STS of the lab's region: its addresses and its faults. */
  public Endpoint sts() {
    return sts(region());
  }

  /**
   * Returns STS of a region: its addresses and its faults. All regions have the same account: a
   * session of one is valid in the others.
   *
   * <pre>{@code
   * IrsaLab lab = IrsaLab.builder().region("eu-central-1").spareRegion("eu-west-3").start();
   * lab.sts().stop();                                                  // refuses connections
   * lab.sts("eu-west-3").faults().always(Fault.issuerUnavailable());
   * }</pre>
   *
   * @param region the lab's region, or its spare region
   * @throws IllegalArgumentException for any other region
   */
  public Endpoint sts(String region) {
    Endpoint sts = cloud.sts.get(region);
    if (sts == null) {
      throw new IllegalArgumentException(
          "region: expected one of " + cloud.sts.keySet() + ", found " + region);
    }
    return sts;
  }

  /** Returns the regions that have an STS: the lab's region, and the spare region if it has one. */
  public Set<String> stsRegions() {
    return Collections.unmodifiableSet(cloud.sts.keySet());
  }

  /** Returns the S3-compatible object store: its addresses and its faults. */
  public Endpoint s3() {
    return cloud.s3;
  }

  /** Returns the buckets and objects behind {@link #s3}. */
  public ObjectStore objects() {
    return cloud.account.objects();
  }

  /**
   * Returns the endpoint that serves the issuer's public documents: its addresses and its faults.
   */
  public Endpoint oidc() {
    return cloud.oidc;
  }

  /**
   * Returns the OIDC issuer, which holds the signing keys and can mint tokens with arbitrary
   * claims.
   */
  public Issuer issuer() {
    return issuer;
  }

  /** Returns the proxy through which clients reach the lab under AWS's own host names. */
  public ConnectProxy proxy() {
    return cloud.proxy;
  }

  /** Returns the log of the requests to the AWS services. */
  public RequestLog requests() {
    return cloud.requests;
  }

  /** Returns the log of the requests to the issuer, by STS and by other clients. */
  public RequestLog issuerRequests() {
    return cloud.issuerRequests;
  }

  /**
   * Makes the account trust an issuer outside the lab, such as the API server of a real cluster:
   * creates its OIDC provider, and makes STS verify its tokens with these keys, without a
   * connection to it.
   *
   * @param issuer the {@code iss} of its tokens, an https URL
   * @param clientIds the accepted audiences, {@code sts.amazonaws.com} for IRSA
   * @param keySet its public keys as a JSON Web Key Set, as {@code kubectl get --raw
   *     /openid/v1/jwks} prints them
   * @throws IllegalArgumentException if one of them is malformed
   */
  @CanIgnoreReturnValue
  public OidcProvider trustIssuer(URI issuer, Set<String> clientIds, String keySet) {
    return cloud.trustIssuer(issuer, clientIds, keySet);
  }

  /** Returns the lab's time. */
  public LabTime time() {
    return settings.time();
  }

  /** Returns the region. */
  public String region() {
    return settings.region();
  }

  /**
   * Returns a context for a server of a test, which clients of the lab trust.
   *
   * @param hosts the names and addresses of the server; loopback by default
   */
  public SSLContext serverContext(String... hosts) {
    return cloud.files.authority().serverContext(hosts);
  }

  /** Returns a client context that trusts only the lab's certificate authority. */
  public SSLContext sslContext() {
    return cloud.files.authority().clientContext();
  }

  /** Returns the PEM file with the lab's certificate authority, for {@code AWS_CA_BUNDLE}. */
  public Path caBundle() {
    return cloud.files.caBundle();
  }

  /**
   * Returns the PKCS 12 trust store with the lab's certificate authority and those that this JVM
   * trusts by default; its password is {@code changeit}.
   */
  public Path trustStore() {
    return cloud.files.trustStore();
  }

  /**
   * Returns the variables that direct other programs to the lab instead of AWS and make them trust
   * it: endpoints, the trust settings of SDKs, Node.js and JVMs, and the switch that disables
   * instance metadata. {@link PodEnvironment#exports} adds a pod's own variables.
   */
  public Map<String, String> clientVariables() {
    Map<String, String> variables = endpointVariables();
    variables.put("NODE_EXTRA_CA_CERTS", caBundle().toString());
    variables.put(
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(trustStore(), LabFiles.TRUST_STORE_PASSWORD));
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
    return variables;
  }

  /** Returns the client variables that SDKs read, in a new map. */
  Map<String, String> endpointVariables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL_STS", sts().secureUri().toString());
    cloud.sts.values().stream()
        .skip(1)
        .forEach(spare -> variables.put("IRSA_STS_SPARE", spare.secureUri().toString()));
    variables.put("AWS_ENDPOINT_URL_S3", s3().secureUri().toString());
    variables.put("AWS_CA_BUNDLE", caBundle().toString());
    return variables;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      pods.forEach(PodEnvironment::close);
      cloud.close();
    }
  }

  /** The OIDC issuer of the cluster: its URL, and the keys that tokens are signed with. */
  public interface Issuer {
    /** Returns the issuer's URL, as in the claim {@code iss}. */
    URI issuer();

    /** Returns the id ({@code kid}) of the current signing key. */
    String signingKeyId();

    /**
     * Publishes a new key and signs with it from now on. The older keys stay published until they
     * are retired.
     */
    void rotateSigningKey();

    /**
     * Stops publishing all keys except the current signing key. Tokens signed by the others no
     * longer verify.
     */
    void retireOldKeys();

    /**
     * Signs a token with exactly the given claims, plus {@code iss} if it is missing.
     *
     * @param claims the claims, written in iteration order; pass times as integer seconds
     * @return the token in compact form
     */
    String mint(Map<String, ?> claims);
  }

  /** Settings of a lab. Not thread-safe. */
  public static final class Builder {
    private String region = "ap-northeast-2";
    private @Nullable String spareRegion;
    private String accountId = "111122223333";
    private String clusterName = "myeks";
    private @Nullable URI issuer;
    private Network network = Network.loopback();
    private @Nullable ManualTime manualTime;
    private Duration tokenLifetime = Duration.ofHours(24);
    private @Nullable Duration sessionLifetime;
    private @Nullable Duration outboundTokenLifetime;
    private PodIdentityAgent.@Nullable Settings agent;

    private Builder() {}

    /** Sets the region, {@code ap-northeast-2} by default. It determines the partition. */
    public Builder region(String region) {
      this.region = region;
      return this;
    }

    /**
     * Gives STS an endpoint in another region as well, which can fail on its own: see {@link
     * IrsaLab#sts(String)}. By default there is one endpoint for all regions.
     *
     * @param spareRegion another region of the same partition
     */
    public Builder spareRegion(String spareRegion) {
      this.spareRegion = spareRegion;
      return this;
    }

    /** Sets the account id, 12 digits, {@code 111122223333} by default. */
    public Builder accountId(String accountId) {
      this.accountId = accountId;
      return this;
    }

    /** Sets the cluster's name, {@code myeks} by default. */
    public Builder clusterName(String clusterName) {
      this.clusterName = clusterName;
      return this;
    }

    /**
     * Sets the URL of the cluster's issuer, as in trust policies that exist elsewhere. By default
     * it is {@code https://oidc.eks.<region>.amazonaws.com/id/} and 32 random hexadecimal digits.
     *
     * @param issuer an https URL without a trailing slash
     */
    public Builder issuer(URI issuer) {
      this.issuer = issuer;
      return this;
    }

    /** Sets where the lab listens. The default is {@link Network#loopback}. */
    public Builder network(Network network) {
      this.network = network;
      return this;
    }

    /** Runs the lab on the given time instead of real time. */
    public Builder time(ManualTime time) {
      this.manualTime = time;
      return this;
    }

    /**
     * Sets the lifetime of tokens: at least a second, 24 h by default. Below ten minutes, the
     * minimum of Kubernetes, STS accepts a token to its expiration only, not for five more minutes.
     */
    public Builder tokenLifetime(Duration tokenLifetime) {
      this.tokenLifetime = tokenLifetime;
      return this;
    }

    /**
     * Limits every session to this lifetime, whatever duration is requested; the response's
     * Expiration reflects it. By default sessions last as long as requested; with EKS Pod Identity
     * six hours, or 59 minutes with a target role.
     */
    public Builder sessionLifetime(Duration sessionLifetime) {
      this.sessionLifetime = sessionLifetime;
      return this;
    }

    /**
     * Limits every token for services outside of AWS ({@code GetWebIdentityToken}) to this
     * lifetime, at least a second, whatever duration is requested; the token's {@code exp} and the
     * response's Expiration reflect it. By default tokens last as long as requested.
     */
    public Builder outboundTokenLifetime(Duration outboundTokenLifetime) {
      this.outboundTokenLifetime = outboundTokenLifetime;
      return this;
    }

    /**
     * Sets how the EKS Pod Identity agent keeps credentials, and the clock of its node. The default
     * is the behaviour of the real agent, {@link PodIdentityAgent.Settings#standard}, except for
     * sessions of less than five minutes, see {@link PodIdentityAgent.Settings#forSessionsOf}.
     */
    public Builder agent(PodIdentityAgent.Settings agent) {
      this.agent = agent;
      return this;
    }

    /**
     * Starts the lab.
     *
     * @throws IllegalArgumentException if a setting is invalid
     * @throws UncheckedIOException if a port is not free
     */
    public IrsaLab start() {
      ManualTime manual = manualTime;
      return new IrsaLab(
          new LabSettings(
              region,
              spareRegion,
              accountId,
              clusterName,
              issuer,
              network.addresses(),
              manual == null ? LabTime.real() : LabTime.of(manual),
              manual != null,
              tokenLifetime,
              sessionLifetime,
              outboundTokenLifetime,
              agent));
    }
  }

  /**
   * Where a lab listens, and by which name clients reach it. Immutable.
   *
   * <p>A lab listens on loopback at free ports unless this says otherwise. Whoever can reach
   * another address can use the lab: issue credentials, and read and write the objects in it.
   *
   * <p>Ports without TLS stay on loopback, except the proxy's. The EKS Pod Identity agent, and
   * AWS's clients, accept no other host than loopback or the address that it has on a node. So its
   * URI is always at 127.0.0.1; if all addresses are listened on, its port can be published there.
   *
   * @param bindAddress the local address to listen on
   * @param host the host in the lab's URIs, for which its certificates are valid as well: a name,
   *     an IPv4 address, or an IPv6 address in brackets
   * @param firstPort the port of STS, 1 to 65530; S3, the issuer's documents, the proxy, the agent
   *     and STS of the spare region follow at the next five. 0 for any free ports
   */
  public record Network(InetAddress bindAddress, String host, int firstPort) {
    private static final Pattern HOST =
        Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");

    public Network {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "host: expected a name or an address (IPv6 in brackets), found " + host);
      }
      int highest = LabAddresses.HIGHEST_FIRST_PORT;
      if (firstPort < 0 || firstPort > highest) {
        throw new IllegalArgumentException(
            "firstPort: expected 0 to %d, found %d".formatted(highest, firstPort));
      }
    }

    /** Returns free ports of 127.0.0.1. */
    public static Network loopback() {
      return new Network(Loopback.IPV4, Loopback.HOST, 0);
    }

    private LabAddresses addresses() {
      return new LabAddresses(bindAddress, host, firstPort);
    }
  }
}
