package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Known faults of the SDKs' own providers, measured in a separate application against the lab. A
 * test fails once an SDK no longer has the fault; the documentation must then be corrected. {@code
 * WhatUsersGetTest} tests our providers in the same situations, and irsa-core those that take
 * hours.
 */
@Tag("comparison")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SdkFaults {

  static final Duration SOON = Duration.ofSeconds(60);

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

  /** Prints the measurement, and fails if the fault no longer occurs. */
  static void assertStill(boolean faulty, Generation sdk, String situation, Object... figures) {
    String measured = "SDK %s, %s: %s".formatted(sdk, situation, List.of(figures));
    System.out.println("measured: " + measured);
    assertTrue(
        faulty,
        () ->
            "the fault no longer occurs: correct the docs and tests that describe it. " + measured);
  }

  /** Returns whether all callers got the node's role. */
  static boolean isNodeRole(Answer answer) {
    return answer.text("keys").equals(NodeRole.KEY);
  }

  /** Returns who got what, as in {@code 3 × the pod's role, 17 errors}. */
  static String outcome(Answer answer) {
    long served = answer.number("served");
    long errors = answer.number("threw");
    String role = isNodeRole(answer) ? "the node's role" : "the pod's role";
    if (served + errors == 1) {
      return served == 1 ? role : "an error";
    }
    return (served == 0 ? "" : served + " × " + role)
        + (served == 0 || errors == 0 ? "" : ", ")
        + (errors == 0 ? "" : errors + " errors");
  }

  /** Returns the longest wait. */
  static String seconds(Answer answer) {
    return String.format(Locale.ROOT, "%.1f s", answer.number("longest") / 1e3);
  }
}
