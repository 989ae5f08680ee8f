package dev.irsa.integration.engines;

import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes this JVM a pod of a lab until closed, one at a time: the variables injected by the webhook
 * are set as system properties. For providers that a framework creates from a class name, which a
 * test cannot configure otherwise.
 */
public final class PodInThisJvm implements AutoCloseable {

  /** How the pod gets its credentials: only its environment differs. */
  public enum CredentialSource {
    /** From STS, with a web identity token. */
    IRSA,
    /** From the agent of the node. */
    POD_IDENTITY
  }

  private final IrsaLab lab;
  private final CredentialSource source;
  private final ServiceAccount account;
  private final PodEnvironment pod;
  private final Map<String, @Nullable String> replaced = new LinkedHashMap<>();

  private PodInThisJvm(IrsaLab lab, CredentialSource source) {
    this.lab = lab;
    this.source = source;
    this.account =
        source == CredentialSource.IRSA
            ? lab.createServiceAccount("default", "my-sa", "AmazonS3FullAccess")
            : lab.createPodIdentityServiceAccount("default", "my-sa", "AmazonS3FullAccess");
    this.pod = lab.startPod(account);
    Map<String, String> variables = pod.variables();
    if (source == CredentialSource.IRSA) {
      set("aws.roleArn", variables.get("AWS_ROLE_ARN"));
      set("aws.webIdentityTokenFile", pod.tokenFile().toString());
      set("aws.endpointUrlSts", pod.plainStsEndpoint().toString());
    } else {
      set("aws.containerCredentialsFullUri", variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
      set(
          "aws.containerAuthorizationTokenFile",
          variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
    }
    set("aws.region", lab.region());
  }

  /** Starts a pod in a lab with AWS's lifetimes. */
  public static PodInThisJvm start() {
    return in(IrsaLab.start());
  }

  /** Starts a pod in this lab, which is closed with the pod. */
  public static PodInThisJvm in(IrsaLab lab) {
    return in(lab, CredentialSource.IRSA);
  }

  /** Starts a pod with credentials from this source in this lab, which is closed with the pod. */
  public static PodInThisJvm in(IrsaLab lab, CredentialSource source) {
    return new PodInThisJvm(lab, source);
  }

  /** Returns the lab. */
  public IrsaLab lab() {
    return lab;
  }

  /** Returns the service account that the pod runs as. */
  public ServiceAccount account() {
    return account;
  }

  /** Returns the pod. */
  public PodEnvironment pod() {
    return pod;
  }

  /** Returns the ARN of the service account's role. */
  public String roleArn() {
    return lab.roleOf(account).arn();
  }

  /** Creates another role that the pod may assume, and returns its ARN. */
  public String createRole(String name) {
    Role own = lab.roleOf(account);
    return lab.iam()
        .createRole(name, own.trustPolicy(), own.maxSessionDuration(), own.policies())
        .arn();
  }

  /** Creates a role that the pod's role may assume, and returns its ARN. */
  public String createChainableRole(String name) {
    Role own = lab.roleOf(account);
    String trust =
        """
        {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "%s"}}}"""
            .formatted(own.arn());
    return lab.iam()
        .createRole(name, TrustPolicy.parse(trust), own.maxSessionDuration(), own.policies())
        .arn();
  }

  /** Returns the number of requests for credentials that STS or the agent has served. */
  public long sessions() {
    return requests().stream().filter(RequestRecord::succeeded).count();
  }

  /** Returns the requests for credentials: those to STS, or those to the agent. */
  public List<RequestRecord> requests() {
    return source == CredentialSource.IRSA
        ? lab.requests().of("AssumeRoleWithWebIdentity")
        : lab.agent().requests().all();
  }

  /**
   * Returns the requests for which sessions are issued: those to STS, or the agent's to EKS Auth.
   */
  public List<RequestRecord> exchanges() {
    return source == CredentialSource.IRSA
        ? requests()
        : lab.requests().of("AssumeRoleForPodIdentity");
  }

  private void set(String property, @Nullable String value) {
    replaced.put(property, System.getProperty(property));
    restore(property, value);
  }

  private static void restore(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  @Override
  public void close() {
    replaced.forEach(PodInThisJvm::restore);
    lab.close();
  }
}
