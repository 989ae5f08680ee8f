package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.ClosedOnExit;
import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A pod with a lab and a node of its own: what it does cannot affect another pod, and every request
 * belongs to it. Confined to one thread, except {@link #observe}. {@link #close} ends all of them.
 */
final class LabPod implements AutoCloseable {
  static final String NAMESPACE = "default";
  static final String ACCOUNT = "my-sa";
  static final String POLICY = "AmazonS3ReadOnlyAccess";
  static final String BUCKET = "irsa-lab";
  static final String POD = "eks-iam-test3";
  private static final String MANIFEST =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "%s", "namespace": "%s"},
       "spec": {"serviceAccountName": "%s",
                "containers": [{"name": "app", "image": "example.com/app:1"}]}}
      """
          .formatted(POD, NAMESPACE, ACCOUNT);

  private static final Duration LIFETIME_OF_NODE = Duration.ofHours(6);
  private static final String TRUST_POLICY_OF_NODE =
      """
      {"Version": "2012-10-17",
       "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                      "Action": "sts:AssumeRole"}]}""";

  /** STS accepts tokens for five minutes after their expiration. */
  private static final Duration PAST_LEEWAY = Duration.ofMinutes(10);

  private final String name;
  private final String title;
  private final @Nullable ComparedSdk comparedSdk;
  private final CredentialSource source;
  private final IrsaLab.Builder settings;
  private final IrsaLab lab;
  private final ServiceAccount account;
  private final Role role;
  private final PodEnvironment pod;
  private final InstanceMetadata node;
  private final List<AccessKey> issuedByNode = new CopyOnWriteArrayList<>();
  private final ClosedOnExit closedOnExit;

  /** When its credentials expire, by access key. The lab forgets the keys of a deleted role. */
  private final Map<String, Instant> expirations = new ConcurrentHashMap<>();

  private List<CallStream> streams = List.of();
  private volatile @Nullable PodProcess process;

  /** When the pod was told that its first sessions end; null if as the lab says. */
  private volatile @Nullable Instant shortenedUntil;

  private LabPod(
      @Nullable ComparedSdk comparedSdk,
      CredentialSource source,
      IrsaLab.Builder settings,
      IrsaLab lab)
      throws IOException {
    this.comparedSdk = comparedSdk;
    this.settings = settings;
    this.name = comparedSdk == null ? "irsa" : comparedSdk.toString();
    this.title = comparedSdk == null ? name : comparedSdk.title();
    this.source = source;
    this.lab = lab;
    lab.objects().createBucket(BUCKET);
    lab.objects().put(BUCKET, "hello.txt", "hello".getBytes(StandardCharsets.US_ASCII));
    this.account = source.createAccount(lab, NAMESPACE, ACCOUNT, POLICY);
    this.role = lab.roleOf(account);
    this.pod = lab.startPod(MANIFEST);
    // As on EKS, the node's role may not read buckets.
    Role nodeRole =
        lab.iam()
            .createRole(
                "myeks-node",
                TrustPolicy.parse(TRUST_POLICY_OF_NODE),
                LIFETIME_OF_NODE,
                List.of("AmazonEKSWorkerNodePolicy"));
    this.node = InstanceMetadata.start(() -> issueSession(nodeRole));
    this.closedOnExit = ClosedOnExit.of(lab);
  }

  private AccessKey issueSession(Role nodeRole) {
    Instant end = lab.time().now().truncatedTo(ChronoUnit.SECONDS).plus(LIFETIME_OF_NODE);
    AccessKey key = lab.accessKeys().issueSession(nodeRole, "i-0123456789abcdef0", end);
    issuedByNode.add(key);
    return key;
  }

  /**
   * Creates the lab, the service account and the pod, whose process is not yet started.
   *
   * @param comparedSdk the SDK that supplies its credentials; null for this project's providers
   */
  static LabPod create(
      @Nullable ComparedSdk comparedSdk, CredentialSource source, IrsaLab.Builder settings)
      throws IOException {
    IrsaLab lab = settings.start();
    try {
      return new LabPod(comparedSdk, source, settings, lab);
    } catch (IOException | RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /** Returns a pod like this one, in a lab of its own, whose process makes one kind of calls. */
  LabPod launchAnother() throws IOException {
    LabPod other = create(comparedSdk, source, settings);
    try {
      other.launch(List.of(streams.get(0), CallStream.CONTROL));
      return other;
    } catch (IOException | RuntimeException e) {
      other.close();
      throw e;
    }
  }

  /** Returns what supplies its credentials, in words. */
  String title() {
    return title;
  }

  CredentialSource source() {
    return source;
  }

  IrsaLab lab() {
    return lab;
  }

  ServiceAccount account() {
    return account;
  }

  Role role() {
    return role;
  }

  PodEnvironment environment() {
    return pod;
  }

  /** Starts its JVM, which then waits for a command. */
  void launch(List<CallStream> calls) throws IOException {
    streams = List.copyOf(calls);
    Map<String, String> environment = new LinkedHashMap<>(pod.variables());
    environment.putAll(labVariables());
    List<String> arguments =
        new ArrayList<>(List.of(name, BUCKET, lab.issuer().issuer().toString()));
    streams.forEach(stream -> arguments.add(stream.name()));
    process = PodProcess.start(jvmArguments(), environment, arguments);
  }

  /** Returns the variables, absent on EKS, that direct the pod to the lab and to its node. */
  Map<String, String> labVariables() {
    Map<String, String> variables = new LinkedHashMap<>(pod.endpointVariables());
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", node.endpoint());
    return variables;
  }

  /**
   * Returns the options for trust and for the proxy that serves AWS's own host names. Loopback
   * addresses bypass the proxy.
   */
  List<String> jvmArguments() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + lab.trustStore(),
        "-Djavax.net.ssl.trustStorePassword=changeit",
        "-Dhttps.proxyHost=" + lab.proxy().uri().getHost(),
        "-Dhttps.proxyPort=" + lab.proxy().uri().getPort(),
        "-Dhttp.nonProxyHosts=localhost|127.*");
  }

  PodProcess process() {
    return Objects.requireNonNull(process, "not launched");
  }

  /** Waits until all its calls have ended. */
  void awaitEnd(Duration patience) throws TimeoutException, InterruptedException {
    process().await(PodMessage.Ended.class, streams.size(), patience);
  }

  /** Returns how many of its streams need credentials. */
  long streams() {
    return streams.stream().filter(CallStream::needsCredentials).count();
  }

  /** Returns what happened to the pod since its first calls were due. Thread-safe. */
  Timeline.Pod observe(PodObserver.Start start, Instant waitsFrom, Instant now) {
    List<RequestRecord> all = requests();
    PodProcess running = process;
    return new PodObserver(
            name, title, account.subject(), role.sessionArn(""), start, key -> expiration(all, key))
        .observe(
            all.stream().filter(request -> !request.arrivedAt().isBefore(start.at())).toList(),
            pod.tokenVolume().events(),
            running == null ? List.of() : running.messages(),
            List.copyOf(issuedByNode),
            waitsFrom,
            now);
  }

  /** Returns all requests so far, including those to the issuer and to the agent. */
  private List<RequestRecord> requests() {
    List<RequestRecord> all = new ArrayList<>(lab.requests().all());
    all.addAll(lab.issuerRequests().all());
    if (source == CredentialSource.POD_IDENTITY) {
      all.addAll(lab.agent().requests().all());
    }
    return all;
  }

  /** Returns the expiration of a key that the pod was told; null if it never had this key. */
  private @Nullable Instant expiration(List<RequestRecord> requests, String key) {
    return expirations.computeIfAbsent(key, id -> toldExpiration(requests, id));
  }

  private @Nullable Instant toldExpiration(List<RequestRecord> requests, String key) {
    Instant told = shortenedUntil;
    boolean shortened =
        told != null
            && requests.stream()
                .filter(request -> request.action().equals(source.exchange()))
                .filter(request -> key.equals(request.accessKeyId()))
                .anyMatch(exchange -> exchange.fault() != null);
    return shortened ? told : lab.accessKeys().find(key).map(AccessKey::expiresAt).orElse(null);
  }

  /** Tells the pod that its sessions end at a time, as if they had been issued long ago. */
  void shortenSessions(Instant end) {
    shortenedUntil = end;
    source.faultsBeforePod(lab).always(Fault.expiration(end.toString()));
  }

  /**
   * Replaces the token by an expired one, as if kubelet had not rotated it. Sessions that are still
   * issued for the previous one remain short.
   */
  void expireToken() {
    pod.tokenVolume().expire(PAST_LEEWAY);
    restartAgent();
  }

  /** Makes the service fail from now on, in this way only. */
  void fail(Fault fault) {
    recover();
    source.faults(lab).always(fault);
    restartAgent();
  }

  /** Ends all failures. */
  void recover() {
    source.faults(lab).clear();
    source.faultsBeforePod(lab).clear();
  }

  /** Restarts the agent, if there is one, so that what it keeps does not conceal a failure. */
  private void restartAgent() {
    if (source == CredentialSource.POD_IDENTITY) {
      lab.agent().restart();
    }
  }

  @Override
  public void close() {
    PodProcess running = process;
    if (running != null) {
      running.close();
    }
    node.close();
    closedOnExit.close();
    lab.close();
  }
}
