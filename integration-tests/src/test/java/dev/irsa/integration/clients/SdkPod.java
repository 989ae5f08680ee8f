package dev.irsa.integration.clients;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pod on a node that has its own role, with an application that uses an SDK's own providers. */
final class SdkPod implements AutoCloseable {

  static final String EXCHANGE = "AssumeRoleWithWebIdentity";

  private final Generation sdk;
  final IrsaLab lab;
  private final NodeRole node;
  private final PodEnvironment pod;
  private final Map<String, String> environment;
  private final Path scratch;

  SdkPod(Generation sdk, IrsaLab lab, ServiceAccount account, Path scratch) throws IOException {
    this.sdk = sdk;
    this.lab = lab;
    this.scratch = scratch;
    this.node = NodeRole.start();
    this.pod = lab.startPod(account);
    this.environment = environment();
  }

  private Map<String, String> environment() {
    // SDK 1.x does not have an endpoint variable.
    Reach reach = sdk == Generation.V1 ? Reach.PROXY : Reach.ENDPOINTS;
    Map<String, String> variables = new HashMap<>(reach.environment(lab, pod));
    variables.remove("AWS_EC2_METADATA_DISABLED");
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", node.endpoint());
    return variables;
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
    environment.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL_"));
    environment.put("HTTP_PROXY", lab.proxy().uri().toString());
    environment.put("HTTPS_PROXY", lab.proxy().uri().toString());
    return this;
  }

  Probe start() throws IOException {
    return Probe.start(sdk, Program.classPath(), environment, scratch);
  }

  /** Starts the application without the SDK's STS module. */
  Probe startWithoutSts() throws IOException {
    return Probe.start(sdk, Program.classPathWithout(sdk.stsJar()), environment, scratch);
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

  /** Returns the hosts in the requests to the proxy. */
  List<String> hosts() {
    return lab.proxy().requests().stream().map(request -> request.host()).distinct().toList();
  }

  @Override
  public void close() {
    node.close();
    lab.close();
  }
}
