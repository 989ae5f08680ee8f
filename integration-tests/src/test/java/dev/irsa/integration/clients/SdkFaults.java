package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Known faults of the SDKs' own providers, measured in an application of its own against the lab. A
 * test fails when an SDK has been cured: then what we say of it is to be corrected. What users of
 * our providers get in the same situations is in {@code WhatUsersGetTest}, and in irsa-core where
 * hours must pass.
 */
@Tag("comparison")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SdkFaults {

  static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path scratch;

  private final List<SdkPod> pods = new ArrayList<>();

  @AfterEach
  void closePods() {
    pods.forEach(SdkPod::close);
  }

  final SdkPod pod(Generation sdk) throws IOException {
    return pod(sdk, IrsaLab.start());
  }

  /** A pod in a lab whose sessions live so long, whatever was asked for. */
  final SdkPod pod(Generation sdk, Duration sessionLifetime) throws IOException {
    return pod(sdk, IrsaLab.builder().sessionLifetime(sessionLifetime).start());
  }

  private SdkPod pod(Generation sdk, IrsaLab lab) throws IOException {
    SdkPod pod = new SdkPod(sdk, lab, scratch);
    pods.add(pod);
    return pod;
  }

  /** Prints what was measured, and fails if the fault is not there any more. */
  static void assertStill(boolean faulty, Generation sdk, String situation, Object... figures) {
    String measured = "SDK %s, %s: %s".formatted(sdk, situation, List.of(figures));
    System.out.println("measured: " + measured);
    assertTrue(
        faulty, () -> "cured? then correct what docs and tests say of this fault. " + measured);
  }

  /** Whether all who asked were given the node's role. */
  static boolean isNodeRole(Answer answer) {
    return answer.text("keys").equals(NodeRole.KEY);
  }
}
