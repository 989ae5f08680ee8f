package dev.irsa.internal.adapter;

import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pod in a lab. */
public final class PodLab implements AutoCloseable {

  public static final String EXCHANGE = "AssumeRoleWithWebIdentity";
  public static final String CHAINING = "AssumeRole";

  public final IrsaLab lab;
  public final ServiceAccount account;
  public final PodEnvironment pod;

  /** Supplies the pod's token as if it were not in a file. */
  public final WebIdentityTokenSupplier tokens = this::token;

  public PodLab(String... policyNames) {
    this(IrsaLab.start(), policyNames);
  }

  public PodLab(IrsaLab lab, String... policyNames) {
    this.lab = lab;
    this.account = lab.createServiceAccount("default", "my-sa", policyNames);
    this.pod = lab.startPod(account);
  }

  private String token() throws IOException {
    return Files.readString(pod.tokenFile());
  }

  /** Returns the environment of the pod's processes, with the lab's addresses, without TLS. */
  public Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(pod.variables());
    variables.put("AWS_ENDPOINT_URL_STS", pod.plainStsEndpoint().toString());
    return variables;
  }

  /** Returns the faults of exchanges of the pod's token. */
  public Faults faults() {
    return lab.sts().faults().on(EXCHANGE);
  }

  public int exchanges() {
    return lab.requests().count(EXCHANGE);
  }

  public String roleArn() {
    return lab.roleOf(account).arn();
  }

  public String podArn() {
    return lab.roleOf(account).sessionArn("irsa-" + pod.name());
  }

  /** Creates a role that the pod's role may assume. */
  public Role roleTrustingThePod(String name) {
    return role(name, roleArn());
  }

  public Role role(String name, String trustedArn) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "%s"}}]}"""
            .formatted(trustedArn);
    return lab.iam().createRole(name, TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  @Override
  public void close() {
    lab.close();
  }
}
