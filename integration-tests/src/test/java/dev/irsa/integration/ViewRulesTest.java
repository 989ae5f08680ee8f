package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.internal.adapter.PodLab;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for views, the sessions of other roles and of tenants. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ViewRulesTest {

  private final PodLab podInLab = new PodLab();
  private final WayIn.Pod pod = WayIn.Pod.in(podInLab);

  @AfterEach
  void close() {
    podInLab.close();
  }

  /** Otherwise a tenant would have the permissions of the pod. */
  @Test
  void whatIsBuiltWithTheSettingsOfAViewHasItsIdentity() {
    var v2 = (dev.irsa.sdk.v2.IrsaCredentialsProvider) opened(WayIn.V2, pod);
    var v1 = (dev.irsa.sdk.v1.IrsaCredentialsProvider) opened(WayIn.V1, pod);
    for (var view :
        List.of(
            v2.forRole(pod.tenant()),
            v2.chainedRole(pod.partner()),
            v2.forRole(pod.tenant()).chainedRole(pod.partner()))) {
      try (var built = view.toBuilder().build()) {
        assertEquals(view.resolveCredentials(), built.resolveCredentials());
      }
    }
    for (var view :
        List.of(
            v1.forRole(pod.tenant()),
            v1.chainedRole(pod.partner()),
            v1.forRole(pod.tenant()).chainedRole(pod.partner()))) {
      try (var built = view.toBuilder().build()) {
        assertEquals(
            view.getCredentials().getSessionToken(), built.getCredentials().getSessionToken());
      }
    }
    v2.close();
    v1.close();
  }

  /**
   * A call that reads the settings while another thread closes the handle keeps nothing of them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"credentials", "credentials of a view", "status"})
  void afterACloseNobodyGetsWhatWasConfiguredBefore(String reading) {
    Properties before = System.getProperties();
    AtomicReference<Runnable> meanwhile = new AtomicReference<>();
    Properties read =
        new Properties(before) {
          @Override
          public String getProperty(String key) {
            String value = super.getProperty(key);
            Runnable action = key.equals("aws.roleSessionName") ? meanwhile.getAndSet(null) : null;
            if (action != null) {
              action.run();
            }
            return value;
          }
        };
    read.setProperty("aws.roleArn", pod.podInLab().roleArn());
    read.setProperty("aws.webIdentityTokenFile", podInLab.pod.tokenFile().toString());
    read.setProperty("aws.region", podInLab.lab.region());
    read.setProperty("aws.endpointUrlSts", podInLab.pod.plainStsEndpoint().toString());
    read.setProperty("aws.roleSessionName", "before");
    System.setProperties(read);
    try (IrsaCredentials handle = IrsaCredentials.fromEnvironment()) {
      boolean isView = reading.endsWith("view");
      IrsaCredentials used = isView ? handle.forRole(pod.tenant()) : handle;
      meanwhile.set(
          () -> {
            handle.close();
            read.setProperty("aws.roleSessionName", "after");
          });
      String raced =
          reading.equals("status")
              ? "/" + used.status().roleSessionName()
              : used.credentials().assumedRoleArn();

      String after = used.credentials().assumedRoleArn();

      assertTrue(raced.endsWith("/before") || raced.endsWith("/after"), raced);
      assertTrue(after.endsWith("/after"), after);
      assertEquals("after", used.status().roleSessionName());
    } finally {
      System.setProperties(before);
    }
  }

  private static Object opened(WayIn way, WayIn.Pod pod) {
    return way.open(pod, "views", event -> {}).provider();
  }
}
