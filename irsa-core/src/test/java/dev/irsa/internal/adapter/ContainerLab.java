package dev.irsa.internal.adapter;

import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.time.Duration;
import java.util.List;

/** A lab with a pod of EKS Pod Identity beside a pod of IRSA. */
public final class ContainerLab implements AutoCloseable {

  private static final String URI = "aws.containerCredentialsFullUri";
  private static final String TOKEN_FILE = "aws.containerAuthorizationTokenFile";

  public final PodLab world = new PodLab();
  public final IrsaLab lab = world.lab;
  public final ServiceAccount account = lab.createPodIdentityServiceAccount("shop", "cart");
  public final PodEnvironment pod = lab.startPod(account);

  /** Makes this process one of the pod, without IRSA. */
  public void enter(SystemProperties properties) {
    properties.clear(
        "aws.roleArn",
        "aws.webIdentityTokenFile",
        "aws.profile",
        "aws.containerCredentialsPath",
        "aws.containerAuthorizationToken");
    properties.set(URI, lab.agent().uri().toString());
    properties.set(TOKEN_FILE, pod.tokenFile().toString());
    properties.set("aws.region", lab.region());
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
  }

  /** Removes the container credentials from this process. */
  public void leave(SystemProperties properties) {
    properties.clear(URI, TOKEN_FILE);
  }

  /** Makes this process one that is configured for IRSA, too. */
  public void addIrsa(SystemProperties properties) {
    properties.set("aws.roleArn", world.roleArn());
    properties.set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
  }

  /** Returns the number of requests to the agent. */
  public int requests() {
    return lab.agent().requests().count("GetCredentials");
  }

  /** Returns the beginning of the ARNs of the pod's sessions. */
  public String sessions() {
    return lab.roleOf(account).sessionArn("eks-");
  }

  /**
   * Creates a role that the pod's role may assume. The sessions of EKS Pod Identity carry tags, so
   * its trust policy allows both actions.
   */
  public Role roleTrustingThePod(String name) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": {"AWS": "%s"}}]}"""
            .formatted(lab.roleOf(account).arn());
    return lab.iam().createRole(name, TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  /** Returns the beginning of the ARNs of sessions by IRSA. */
  public String irsaSessions() {
    return lab.roleOf(world.account).sessionArn("irsa-");
  }

  @Override
  public void close() {
    world.close();
  }
}
