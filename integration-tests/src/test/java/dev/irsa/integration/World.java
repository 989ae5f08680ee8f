package dev.irsa.integration;

import dev.irsa.IrsaCredentials;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Faults;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A pod in a lab. */
final class World implements AutoCloseable {

  static final String EXCHANGE = "AssumeRoleWithWebIdentity";

  final IrsaLab lab;
  final ServiceAccount account;
  final PodEnvironment pod;

  World() {
    this(IrsaLab.start());
  }

  World(IrsaLab lab, String... policies) {
    this.lab = lab;
    this.account = lab.createServiceAccount("default", "my-sa", policies);
    this.pod = lab.startPod(account);
  }

  /** Returns the environment of the pod's processes, including the lab's addresses. */
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(pod.variables());
    variables.put("AWS_ENDPOINT_URL_STS", endpoint().toString());
    return variables;
  }

  /** Returns settings for the pod's environment with one variable changed. */
  Consumer<IrsaCredentials.Builder> with(String variable, String value) {
    Map<String, String> variables = environment();
    variables.put(variable, value);
    return core -> core.environment(variables);
  }

  /** Returns settings for the pod's environment without one variable. */
  Consumer<IrsaCredentials.Builder> without(String variable) {
    Map<String, String> variables = environment();
    variables.remove(variable);
    return core -> core.environment(variables);
  }

  Provider provider(Sdk sdk) {
    Map<String, String> variables = environment();
    return sdk.provider(core -> core.environment(variables));
  }

  URI endpoint() {
    return pod.plainStsEndpoint();
  }

  String region() {
    return lab.region();
  }

  /** Returns the faults of exchanges. */
  Faults faults() {
    return lab.sts().faults().on(EXCHANGE);
  }

  int exchanges() {
    return lab.requests().count(EXCHANGE);
  }

  String podArn() {
    return lab.roleOf(account).sessionArn("irsa-" + pod.name());
  }

  @Override
  public void close() {
    pod.close();
    lab.close();
  }
}
