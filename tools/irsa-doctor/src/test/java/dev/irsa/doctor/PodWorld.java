package dev.irsa.doctor;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.doctor.internal.probe.LocalMachine;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.IdentityPolicy;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.kubernetes.PodReference;
import dev.irsa.testkit.internal.kubernetes.ServiceAccountTokens;
import dev.irsa.testkit.internal.oidc.AccountIssuer;
import dev.irsa.testkit.internal.podidentity.EksCluster;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.kubernetes.TokenVolume;
import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod on disk, examined from outside, and the lab around it. It is healthy until a test changes
 * it. It reaches the lab under AWS's own names, through the lab's proxy.
 */
final class PodWorld implements AutoCloseable {

  /** How the pod gets its credentials. */
  enum Kind {
    IRSA("eks.amazonaws.com", "sts.amazonaws.com"),
    POD_IDENTITY("pods.eks.amazonaws.com", "pods.eks.amazonaws.com");

    private final String directory;
    private final String audience;

    Kind(String directory, String audience) {
      this.directory = directory;
      this.audience = audience;
    }
  }

  /** A trust policy for Pod Identity that lacks sts:TagSession. */
  static final String ASSUME_ONLY =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";

  /** The region of another STS, which the pod does not know. */
  static final String SPARE = "eu-west-3";

  private static final String ACCOUNT = "run/secrets/kubernetes.io/serviceaccount";
  private static final Duration LIFETIME = Duration.ofHours(24);

  final IrsaLab lab;
  final Kind kind;
  final ServiceAccount account;
  final String roleArn;
  final Path root;
  private boolean isPolicyGiven;
  final Map<String, String> environment = new LinkedHashMap<>();
  final IrsaDoctor.Builder doctor = IrsaDoctor.builder();
  Resolver resolver = PodWorld::loopbackOnly;
  Clock clock = Clock.systemUTC();
  LongSupplier nanoTime = () -> 0;
  List<String> audience;
  String node = "ip-10-0-1-7.ec2.internal";

  /** The external id of the chained role that the doctor was given, or null. */
  @Nullable String externalId;

  final List<Duration> pauses = new ArrayList<>();
  private final List<String> secrets = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final TokenVolume volume;

  PodWorld(Path root) {
    this(root, Kind.IRSA);
  }

  PodWorld(Path root, Kind kind) {
    this(root, kind, IrsaLab.builder().spareRegion(SPARE).start());
  }

  PodWorld(Path root, Kind kind, IrsaLab lab) {
    this.lab = lab;
    this.kind = kind;
    this.root = root;
    this.audience = List.of(kind.audience);
    this.account =
        kind == Kind.IRSA
            ? lab.createServiceAccount("shop", "cart")
            : lab.createPodIdentityServiceAccount("shop", "cart");
    this.roleArn = lab.roleOf(account).arn();
    try {
      this.volume = mountToken();
      mountAccount();
      writeProcess(1000, 1000);
      write("etc/ca.pem", Files.readString(lab.caBundle()));
      Files.createDirectories(root.resolve("var"));
      Files.createSymbolicLink(root.resolve("var/run"), Path.of("/run"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    setEnvironment();
  }

  /** Sets the variables that the webhook injects into a new pod. */
  void inject() {
    environment.put("AWS_ROLE_ARN", roleArn);
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", tokenPath());
  }

  /** Sets the variables that a new pod of this kind has. */
  void recreate() {
    if (kind == Kind.IRSA) {
      inject();
      environment.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    } else {
      environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", lab.agent().uri().toString());
      environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", tokenPath());
    }
  }

  private void setEnvironment() {
    recreate();
    environment.put("AWS_REGION", lab.region());
    environment.put("AWS_DEFAULT_REGION", lab.region());
    environment.put("HOSTNAME", "cart-7c9d8");
    environment.put("HOME", "/root");
    environment.put("AWS_CA_BUNDLE", "/etc/ca.pem");
    environment.put("https_proxy", lab.proxy().uri().toString());
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + closedPort());
  }

  private String tokens() {
    return "run/secrets/" + kind.directory + "/serviceaccount";
  }

  /** Returns the path of the token file as the pod sees it. */
  String tokenPath() {
    return "/var/" + tokens() + "/token";
  }

  private PodReference pod() {
    PodReference usual = PodReference.named("cart-7c9d8");
    return new PodReference(usual.name(), usual.uid(), node, usual.nodeUid());
  }

  private TokenVolume mountToken() throws IOException {
    return TokenVolume.mount(tokenDirectory(), "token", 0644, lab.time(), this::issue);
  }

  private BoundToken issue(Instant at) {
    BoundToken token = issuer().issue(account, pod(), audience, LIFETIME, at);
    secrets.add(token.value());
    return token;
  }

  private ServiceAccountTokens issuer() {
    return new ServiceAccountTokens(lab.issuer().issuer(), lab.issuer()::mint);
  }

  private void mountAccount() throws IOException {
    String token =
        issuer()
            .issue(
                account, pod(), List.of("https://kubernetes.default.svc"), LIFETIME, Instant.now())
            .value();
    secrets.add(token);
    write(ACCOUNT + "/token", token);
    write(ACCOUNT + "/namespace", account.namespace());
    write(ACCOUNT + "/ca.crt", Files.readString(lab.caBundle()));
  }

  /** Sets the user of the pod's process. */
  void writeProcess(int uid, int gid) {
    write(
        "proc/self/status",
        "Name:\tjava\nUid:\t%1$d\t%1$d\t%1$d\t%1$d\nGid:\t%2$d\t%2$d\t%2$d\t%2$d\nGroups:\t\n"
            .formatted(uid, gid));
  }

  Path write(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the directory of the application's jars. */
  Path lib() {
    return root.resolveSibling("lib");
  }

  /** Gives the doctor a class path of jars with these coordinates. */
  void classPath(String... coordinates) {
    doctor.classPath(
        Stream.of(coordinates)
            .map(each -> Jars.write(lib(), each).toString())
            .collect(Collectors.joining(":")));
  }

  /** Removes the variables of IRSA. */
  void removeIdentity() {
    environment.keySet().removeAll(List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"));
  }

  /** Puts a token for another audience into the token file. */
  void issueTokenFor(String other) {
    audience = List.of(other);
    token().rotate();
  }

  /** Starts instance metadata that knows the role {@code eks-node-role}. */
  void startInstanceMetadata(String token) {
    LoopbackServer metadata =
        new LoopbackServer(
            null,
            Map.of(
                "/latest/api/token",
                token,
                "/latest/meta-data/iam/security-credentials/",
                "eks-node-role"));
    closeAtTheEnd(metadata);
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + metadata.port());
  }

  /** Uses a token in a file of the application. */
  void useToken(String token) {
    write("app/token", secret(token));
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/app/token");
  }

  /** Uses a token of an issuer on loopback with these documents. */
  void mintAtLoopback(Map<String, String> documents) {
    LoopbackServer issuer = new LoopbackServer(null, documents);
    closeAtTheEnd(issuer);
    useToken(
        lab.issuer()
            .mint(
                Map.of(
                    "iss",
                    "http://127.0.0.1:" + issuer.port(),
                    "sub",
                    "system:serviceaccount:shop:cart",
                    "aud",
                    "sts.amazonaws.com")));
  }

  /** Adds the variables of Pod Identity. */
  void setPodIdentity() {
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
    environment.putIfAbsent("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/token");
  }

  /**
   * Starts an API server, and lets the doctor ask it.
   *
   * @param account its response about the service account, or null if it does not know it
   */
  LoopbackServer startApiServer(@Nullable String account) {
    Map<String, String> documents =
        account == null
            ? Map.of()
            : Map.of("/api/v1/namespaces/shop/serviceaccounts/cart", account);
    LoopbackServer server = new LoopbackServer(lab.serverContext(), documents);
    closeAtTheEnd(server);
    environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(server.port()));
    doctor.kubernetes(true);
    return server;
  }

  /** Starts a proxy that answers each request with 407, and returns its URL. */
  String startProxyThatWantsAPassword() {
    try {
      ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      closeAtTheEnd(proxy);
      Thread serving = new Thread(() -> refuseAll(proxy), "proxy");
      serving.setDaemon(true);
      serving.start();
      return "http://127.0.0.1:" + proxy.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseAll(ServerSocket proxy) {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept()) {
        int unused = client.getInputStream().read(new byte[1024]);
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Closed at the end of the test.
      }
    }
  }

  Path tokenDirectory() {
    return root.resolve(tokens());
  }

  TokenVolume token() {
    return volume;
  }

  Role role() {
    return lab.roleOf(account);
  }

  /** Returns the first role, even if it is no longer associated. */
  Role roleOfBefore() {
    return lab.iam().role(roleArn).orElseGet(this::role);
  }

  /** Changes the role's trust policy by replacing a part of its text. */
  void editTrustPolicy(String part, String replacement) {
    String json = roleOfBefore().trustPolicy().json();
    if (!json.contains(part)) {
      throw new IllegalArgumentException("the policy does not contain " + part);
    }
    setTrustPolicy(json.replace(part, replacement));
  }

  /** Inserts a statement before those of the role's trust policy. */
  void addStatement(String statement) {
    String statements = "\"Statement\": [";
    editTrustPolicy(statements, statements + statement + ",");
  }

  /** Reaches STS without the proxy; the issuer is then out of reach. */
  void reachStsDirectly() {
    environment.put("AWS_ENDPOINT_URL_STS", lab.sts().secureUri().toString());
    environment.remove("https_proxy");
  }

  /** Returns the ARN of the lab's cluster. */
  String cluster() {
    return new EksCluster("aws", lab.region(), lab.iam().id(), "myeks").arn();
  }

  /** Creates the role {@code next}, and lets the doctor assume it. */
  void chain(String trustPolicy, @Nullable String id) {
    TrustPolicy trust = TrustPolicy.parse(trustPolicy);
    chain(lab.iam().createRole("next", trust, Duration.ofHours(1), List.of()), id);
  }

  /** Lets the doctor assume a role. */
  void chain(Role next, @Nullable String id) {
    externalId = id;
    doctor.chain(next.arn(), id);
  }

  /** Lets the doctor request a token for a service outside of AWS. */
  void requestToken(OutboundTokenRequest request) {
    doctor.outboundToken(request);
    AccountIssuer.prepare();
    lab.iam().enableOutboundWebIdentityFederation();
  }

  /**
   * Allows the role to get tokens for services outside of AWS, under conditions in JSON. A role
   * that another cause has deleted gets no policy.
   */
  void allowTokens(String conditions) {
    if (lab.iam().role(roleArn).isEmpty()) {
      return;
    }
    lab.iam()
        .putRolePolicy(
            roleArn,
            "tokens",
            IdentityPolicy.parse(
                """
                {"Statement": {"Effect": "Allow", "Action": "sts:GetWebIdentityToken",
                 "Resource": "*", "Condition": {%s}}}"""
                    .formatted(conditions)));
  }

  /** Inserts the statement of a policy, changed for others, before the role's own statements. */
  void shareRole(String policy, UnaryOperator<String> change) {
    int from = policy.indexOf('[', policy.indexOf("Statement")) + 1;
    String others = change.apply(policy.substring(from, policy.lastIndexOf(']')));
    String own = role().trustPolicy().json();
    setTrustPolicy(own.substring(0, from) + others + "," + own.substring(from));
  }

  /** Replaces the role's trust policy. */
  void setTrustPolicy(String json) {
    lab.iam().updateRole(roleOfBefore().withTrustPolicy(TrustPolicy.parse(json)));
  }

  /** Gives the doctor the role's current trust policy. */
  void giveTrustPolicy() {
    isPolicyGiven = true;
    giveTrustPolicyOf(roleOfBefore().arn());
  }

  /** Gives the doctor the role's policy under another ARN. */
  void giveTrustPolicyOf(String arn) {
    doctor.trustPolicy(
        write(
            "../trust.json",
            "{\"Role\": {\"Arn\": \"%s\", \"AssumeRolePolicyDocument\": %s}}"
                .formatted(arn, roleOfBefore().trustPolicy().json())));
  }

  void giveTrustPolicyIfThereIsARole() {
    if (lab.iam().role(roleArn).isPresent()) {
      giveTrustPolicy();
    }
  }

  /** Gives the doctor the current trust policy if it was given an earlier one. */
  void giveTrustPolicyAgain() {
    if (isPolicyGiven) {
      giveTrustPolicy();
    }
  }

  /** Adds a secret that no output may contain. */
  String secret(String text) {
    secrets.add(text);
    return text;
  }

  void closeAtTheEnd(AutoCloseable resource) {
    opened.add(resource);
  }

  /** Resolves no names, so that tests stay on this machine. */
  static InetAddress[] loopbackOnly(String host) throws UnknownHostException {
    if (host.equals("localhost") || host.startsWith("127.")) {
      return InetAddress.getAllByName(host);
    }
    throw new UnknownHostException(host);
  }

  /** Returns a port of loopback on which nothing listens. */
  static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Report examine() {
    return doctor.environment(environment).root(root).machine(new Machine()).examine();
  }

  /** Resolves host names. */
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * A machine whose processor is never busy, unless a test sets its time: no time passes between
   * the steps of a call, however long they take. Waiting for a server has its limit as ever.
   */
  private final class Machine implements LocalMachine {
    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
      return resolver.addresses(host);
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public long nanoTime() {
      return nanoTime.getAsLong();
    }

    @Override
    public void pause(Duration time) {
      pauses.add(time);
    }
  }

  /** Returns all secrets, including those that the lab issued. No output may contain them. */
  List<String> secrets() {
    List<String> all = new ArrayList<>(secrets);
    for (RequestRecord request : lab.requests().all()) {
      if (request.details().accessKeyId() != null) {
        lab.accessKeys()
            .find(request.details().accessKeyId())
            .ifPresent(key -> addSecrets(key, all));
      }
    }
    return all;
  }

  private static void addSecrets(AccessKey key, List<String> all) {
    all.add(key.secretAccessKey());
    if (key.sessionToken() != null) {
      all.add(key.sessionToken());
    }
  }

  @Override
  public void close() {
    for (AutoCloseable resource : opened) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    try {
      Files.deleteIfExists(root.resolve("var/run"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    volume.close();
    lab.close();
  }
}
