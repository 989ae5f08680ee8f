package dev.irsa.integration.clients;

import static java.util.stream.Collectors.joining;

import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A pod on a node that has its own role, with an application that uses an SDK's own providers. */
final class SdkPod implements AutoCloseable {

  static final String EXCHANGE = "AssumeRoleWithWebIdentity";

  private static final Path SOURCES =
      Path.of(System.getProperty("irsa.test.root"), "integration-tests/src/test/applications");
  private static final Pattern COMMA = Pattern.compile(",");

  private final Generation sdk;
  final IrsaLab lab;
  private final InstanceMetadata node;
  private final ServiceAccount account;
  private final PodEnvironment pod;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> options = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private final Path scratch;
  private String classPath = Program.classPath();

  SdkPod(Generation sdk, IrsaLab lab, ServiceAccount account, Path scratch) throws IOException {
    this.sdk = sdk;
    this.lab = lab;
    this.scratch = scratch;
    this.node = NodeRole.start();
    this.account = account;
    this.pod = lab.startPod(account);
    // SDK 1.x does not have an endpoint variable.
    SdkPod unused = reach(sdk == Generation.V1 ? Reach.PROXY : Reach.ENDPOINTS);
  }

  private SdkPod reach(Reach reach) {
    environment.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL_"));
    environment.putAll(reach.environment(lab, pod));
    environment.remove("AWS_EC2_METADATA_DISABLED");
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", node.endpoint());
    return this;
  }

  /** Sets a variable of the pod. */
  SdkPod with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Removes variables of the pod. */
  SdkPod without(String... variables) {
    environment.keySet().removeAll(List.of(variables));
    return this;
  }

  /** Makes the application reach the lab under AWS's own host names, through the proxy. */
  SdkPod byHostNames() {
    return reach(Reach.PROXY);
  }

  /** Starts the JVM with options, in this order. */
  SdkPod withOptions(String... all) {
    options.addAll(List.of(all));
    return this;
  }

  /** Starts the application with the agent. */
  SdkPod withAgent() {
    options.add(Installed.agent());
    return this;
  }

  boolean hasAgent() {
    return !options.isEmpty();
  }

  /** Starts the application with the agent and arguments for it. */
  SdkPod withAgent(String arguments) {
    options.add(Installed.agent() + "=" + arguments);
    return this;
  }

  /** Returns the secret key and the token of a session of the pod's role. */
  List<String> secrets(String accessKeyId) {
    return lab.accessKeys()
        .find(accessKeyId)
        .map(key -> List.of(key.secretAccessKey(), String.valueOf(key.sessionToken())))
        .orElseThrow();
  }

  /** Expires the sessions of the pod's role before their time. */
  void expireSessions() {
    lab.expireSessions(account);
  }

  /** Deletes the association of the pod's service account. */
  void disassociate() {
    lab.disassociate(account);
  }

  /** Removes the SDK's STS module from the application. */
  SdkPod withoutSts() {
    classPath = Program.classPathWithout(sdk.stsJar());
    return this;
  }

  /** Gives the application its SDK under another name. */
  void withRelocatedSdk() {
    classPath =
        (sdk == Generation.V1 ? SdkVersion.V1_NEWEST : SdkVersion.V2_NEWEST).classPathRelocated();
  }

  Probe start() throws IOException {
    return start(classPath);
  }

  /**
   * Runs a program in one source file with other jars, until it ends.
   *
   * @param file its name in src/test/applications
   */
  Finished run(Path java, List<Path> jars, String file) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.add("-cp");
    command.add(jars.stream().map(Path::toString).collect(joining(File.pathSeparator)));
    command.add(SOURCES.resolve(file).toString());
    return new Program(command, environment, Files.createTempDirectory(scratch, "home")).run();
  }

  /** Runs another application, until it ends. */
  Finished run(Class<?> main) throws Exception {
    return new Program(
            Program.java(options, classPath, main),
            environment,
            Files.createTempDirectory(scratch, "home"))
        .run();
  }

  /** Starts the application with other jars. */
  Probe start(String classPath) throws IOException {
    Probe probe = Probe.start(sdk, options, classPath, environment, scratch);
    probes.add(probe);
    return probe;
  }

  PodEnvironment pod() {
    return pod;
  }

  Faults faults() {
    return lab.sts().faults().on(EXCHANGE);
  }

  List<RequestRecord> exchanges() {
    return lab.requests().of(EXCHANGE);
  }

  /** Returns the number of requests that have reached the agent, whether completed or not. */
  int agentRequests() {
    return lab.agent().requests().arrivals("GetCredentials");
  }

  /** Returns the number of requests for the credentials of the node. */
  int nodeRequests() {
    return node.requests();
  }

  /** Returns whether there were credentials, and all of them of the pod's role. */
  boolean isPodsRole(Answer answer) {
    return answer.number("served") > 0
        && COMMA.splitAsStream(answer.text("keys")).allMatch(this::isPodsKey);
  }

  /** Returns whether a key is of a session of the pod's role. */
  boolean isPodsKey(String accessKeyId) {
    return lab.accessKeys()
        .find(accessKeyId)
        .filter(found -> isSessionOfPod(found.principal().arn()))
        .isPresent();
  }

  private boolean isSessionOfPod(String arn) {
    return arn.startsWith(lab.roleOf(account).sessionArn(""));
  }

  /** Returns the hosts in the requests to the proxy. */
  List<String> hosts() {
    return lab.proxy().requests().stream().map(request -> request.host()).distinct().toList();
  }

  @Override
  public void close() {
    probes.forEach(Probe::close);
    node.close();
    lab.close();
  }
}
