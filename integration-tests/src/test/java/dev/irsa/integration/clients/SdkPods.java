package dev.irsa.integration.clients;

import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts pods with applications that use an SDK's own providers, and closes them. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SdkPods {

  @TempDir Path scratch;

  private final List<SdkPod> pods = new CopyOnWriteArrayList<>();

  @AfterEach
  void closePods() {
    pods.forEach(SdkPod::close);
  }

  final SdkPod pod(Generation sdk) throws IOException {
    return pod(sdk, IrsaLab.start());
  }

  /**
   * Returns a pod in a lab whose sessions have the given lifetime, whatever duration is requested.
   */
  final SdkPod pod(Generation sdk, Duration sessionLifetime) throws IOException {
    return pod(sdk, IrsaLab.builder().sessionLifetime(sessionLifetime).start());
  }

  final SdkPod pod(Generation sdk, IrsaLab lab) throws IOException {
    return pod(sdk, lab, lab.createServiceAccount("default", "my-sa"));
  }

  /** Returns a pod with an application that has both generations of the SDK. */
  final SdkPod podOfBoth() throws IOException {
    // Its proxy serves both.
    return pod(Generation.V1);
  }

  /** Returns a pod with EKS Pod Identity. */
  final SdkPod podIdentityPod(Generation sdk, IrsaLab.Builder lab) throws IOException {
    IrsaLab started = lab.start();
    return pod(sdk, started, started.createPodIdentityServiceAccount("default", "my-sa"));
  }

  final SdkPod pod(Generation sdk, IrsaLab lab, ServiceAccount account) throws IOException {
    SdkPod pod = new SdkPod(sdk, lab, account, scratch);
    pods.add(pod);
    return pod;
  }

  /** Returns whether all callers got the node's role. */
  static boolean isNodeRole(Answer answer) {
    return answer.text("keys").equals(NodeRole.KEY);
  }
}
