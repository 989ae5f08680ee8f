package dev.irsa.integration.engines;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets this JVM be a pod of a lab: what the webhook injects as environment variables stands in the
 * system properties, until closed. One at a time; for those providers that a framework makes from a
 * class name, which no test can hand anything to.
 */
public final class PodInThisJvm implements AutoCloseable {

  private final IrsaLab lab;
  private final ServiceAccount account;
  private final PodEnvironment pod;
  private final Map<String, @Nullable String> replaced = new LinkedHashMap<>();

  private PodInThisJvm(IrsaLab lab) {
    this.lab = lab;
    this.account = lab.createServiceAccount("default", "my-sa", "AmazonS3FullAccess");
    this.pod = lab.startPod(account);
    set("aws.roleArn", pod.variables().get("AWS_ROLE_ARN"));
    set("aws.webIdentityTokenFile", pod.tokenFile().toString());
    set("aws.region", lab.region());
    set("aws.endpointUrlSts", pod.plainStsEndpoint().toString());
  }

  /** Starts a pod in a lab with lifetimes as in AWS. */
  public static PodInThisJvm start() {
    return in(IrsaLab.start());
  }

  /** Starts a pod in this lab, which is closed with it. */
  public static PodInThisJvm in(IrsaLab lab) {
    return new PodInThisJvm(lab);
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

  /** Creates another role of this name that the pod may take as well; returns its ARN. */
  public String createRole(String name) {
    Role own = lab.roleOf(account);
    return lab.iam()
        .createRole(name, own.trustPolicy(), own.maxSessionDuration(), own.policies())
        .arn();
  }

  /** Returns how many sessions STS has granted. */
  public long sessions() {
    return lab.requests().of("AssumeRoleWithWebIdentity").stream()
        .filter(request -> request.succeeded())
        .count();
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
