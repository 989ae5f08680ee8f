package dev.irsa.cli.lab;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.AgentSettings;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestLog;
import dev.irsa.testkit.server.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lab with the walkthrough's service account and pod. Owns all of them; {@link #close} ends them.
 *
 * @param mechanism how the pod gets its credentials
 * @param lab the lab
 * @param account {@code default/my-sa}
 * @param role its role
 * @param pod a pod of the account
 */
record Stage(
    Mechanism mechanism, IrsaLab lab, ServiceAccount account, Role role, PodEnvironment pod)
    implements AutoCloseable {

  static final String NAMESPACE = "default";
  static final String ACCOUNT = "my-sa";
  static final String SUBJECT = "system:serviceaccount:" + NAMESPACE + ":" + ACCOUNT;
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

  /**
   * Creates the lab, the service account and the pod.
   *
   * @param mechanism how the pod gets its credentials
   * @param sessionLifetime the maximum lifetime of sessions; null for AWS's lifetime
   * @param tokenLifetime the lifetime of the pod's token
   */
  static Stage set(
      Mechanism mechanism, @Nullable Duration sessionLifetime, Duration tokenLifetime) {
    IrsaLab.Builder builder = IrsaLab.builder().tokenLifetime(tokenLifetime);
    IrsaLab lab = (sessionLifetime == null ? builder : shortened(builder, sessionLifetime)).start();
    lab.objects().createBucket(BUCKET);
    lab.objects().put(BUCKET, "hello.txt", "hello".getBytes(StandardCharsets.US_ASCII));
    ServiceAccount account = mechanism.createAccount(lab, NAMESPACE, ACCOUNT, POLICY);
    return new Stage(mechanism, lab, account, lab.roleOf(account), lab.startPod(MANIFEST));
  }

  /**
   * Shortens the sessions. The agent keeps credentials for half of their life, as the real agent
   * does with sessions of 6 h.
   */
  private static IrsaLab.Builder shortened(IrsaLab.Builder builder, Duration sessionLifetime) {
    return builder
        .sessionLifetime(sessionLifetime)
        .agent(
            AgentSettings.forSessionsOf(sessionLifetime)
                .withRetention(sessionLifetime.dividedBy(2)));
  }

  /** Returns the log that has the pod's requests for credentials. */
  RequestLog exchangeLog() {
    return mechanism.exchanges(lab);
  }

  /** Returns the pod's requests for credentials so far. */
  List<RequestRecord> exchanges() {
    return exchangeLog().of(mechanism.exchange());
  }

  /**
   * Makes the service that issues credentials fail until {@link #recover}. An agent is restarted,
   * so that the credentials that it keeps do not conceal the failure.
   */
  void fail(Fault fault) {
    mechanism.faults(lab).always(fault);
    if (mechanism == Mechanism.POD_IDENTITY) {
      lab.agent().restart();
    }
  }

  /** Makes that service issue credentials again. */
  void recover() {
    mechanism.faults(lab).clear();
  }

  /** Returns all requests so far, including those to the issuer and to the agent. */
  List<RequestRecord> requests() {
    List<RequestRecord> all = new ArrayList<>(lab.requests().all());
    all.addAll(lab.issuerRequests().all());
    if (mechanism == Mechanism.POD_IDENTITY) {
      all.addAll(lab.agent().requests().all());
    }
    return all;
  }

  /** Returns when a key of the lab expires, if it exists. */
  Optional<Instant> expirationOf(String key) {
    return lab.accessKeys().find(key).map(AccessKey::expiresAt);
  }

  /** Returns the environment of the pod, with the variables that direct it to the lab. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(pod.variables());
    environment.putAll(pod.endpointVariables());
    return environment;
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

  @Override
  public void close() {
    lab.close();
  }
}
