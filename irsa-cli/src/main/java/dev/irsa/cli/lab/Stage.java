package dev.irsa.cli.lab;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lab with the walkthrough's service account and pod. Owns all of them; {@link #close} ends them.
 *
 * @param lab the lab
 * @param account {@code default/my-sa}
 * @param role its role
 * @param pod a pod of the account
 */
record Stage(IrsaLab lab, ServiceAccount account, Role role, PodEnvironment pod)
    implements AutoCloseable {

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

  /**
   * Creates the lab, the service account and the pod.
   *
   * @param sessionLifetime the maximum lifetime of sessions; null for AWS's lifetime
   * @param tokenLifetime the lifetime of the pod's token
   */
  static Stage set(@Nullable Duration sessionLifetime, Duration tokenLifetime) {
    IrsaLab.Builder builder = IrsaLab.builder().tokenLifetime(tokenLifetime);
    IrsaLab lab =
        (sessionLifetime == null ? builder : builder.sessionLifetime(sessionLifetime)).start();
    lab.objects().createBucket(BUCKET);
    lab.objects().put(BUCKET, "hello.txt", "hello".getBytes(StandardCharsets.US_ASCII));
    ServiceAccount account = lab.createServiceAccount(NAMESPACE, ACCOUNT, POLICY);
    return new Stage(lab, account, lab.roleOf(account), lab.startPod(MANIFEST));
  }

  /** Returns all requests so far, including those to the issuer. */
  List<RequestRecord> requests() {
    List<RequestRecord> all = new ArrayList<>(lab.requests().all());
    all.addAll(lab.issuerRequests().all());
    return all;
  }

  @Override
  public void close() {
    lab.close();
  }
}
