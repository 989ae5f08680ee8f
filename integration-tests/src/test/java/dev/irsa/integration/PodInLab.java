package dev.irsa.integration;

import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Faults;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** A pod in a lab. */
final class PodInLab implements AutoCloseable {

  static final String EXCHANGE = "AssumeRoleWithWebIdentity";

  final IrsaLab lab;
  final ServiceAccount account;
  final PodEnvironment pod;

  /** Supplies the pod's token as if it were not in a file. */
  final WebIdentityTokenSupplier tokens = this::token;

  PodInLab() {
    this(IrsaLab.start());
  }

  PodInLab(IrsaLab lab, String... policies) {
    this.lab = lab;
    this.account = lab.createServiceAccount("default", "my-sa", policies);
    this.pod = lab.startPod(account);
  }

  private String token() throws IOException {
    return Files.readString(pod.tokenFile());
  }

  /** Returns the environment of the pod's processes, including the lab's addresses. */
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(pod.variables());
    variables.put("AWS_ENDPOINT_URL_STS", endpoint().toString());
    return variables;
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

  @Override
  public void close() {
    pod.close();
    lab.close();
  }
}
