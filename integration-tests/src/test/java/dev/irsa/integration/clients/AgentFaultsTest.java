package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The default chains of the SDKs in the situations of their known faults, as they are and with the
 * agent, which does the same for an SDK under another name. The results are shown in {@code
 * docs/performance.md}; a different one makes the test fail.
 */
final class AgentFaultsTest extends SdkFaults {

  private static final Fault VERIFICATION_KEY =
      Fault.error(
          "InvalidIdentityToken",
          400,
          "Couldn't retrieve verification key from your identity provider, please reference"
              + " AssumeRoleWithWebIdentity documentation for requirements");
  private static final int THREADS = 20;
  private static final int MOST_CALLS = 120;
  private static final int CHAINS = 10;

  /** Who is measured, in the order of the columns. */
  private enum Application {
    V2(Generation.V2, false),
    V2_WITH_AGENT(Generation.V2, true),
    V1(Generation.V1, false),
    V1_WITH_AGENT(Generation.V1, true);

    private final Generation sdk;
    private final boolean withAgent;

    Application(Generation sdk, boolean withAgent) {
      this.sdk = sdk;
      this.withAgent = withAgent;
    }
  }

  /** Prepares a pod before the application starts, and measures the application. */
  private interface Measurement {
    String of(SdkPod pod, Probe probe) throws Exception;
  }

  private void measure(int row, Measurement measurement) throws Exception {
    measure(row, lab -> {}, pod -> {}, measurement);
  }

  private void measure(int row, Duration sessionLifetime, Measurement measurement)
      throws Exception {
    measure(row, lab -> lab.sessionLifetime(sessionLifetime), pod -> {}, measurement);
  }

  private void measure(
      int row, Consumer<IrsaLab.Builder> lab, Consumer<SdkPod> settings, Measurement measurement)
      throws Exception {
    assertShows(
        FaultTable.KNOWN_FAULTS,
        FaultTable.KNOWN_FAULTS.rows().get(row),
        List.of(Application.values()),
        application -> {
          String cell = run(application, lab, settings, measurement);
          if (application.withAgent) {
            String relocated =
                run(application, lab, settings.andThen(SdkPod::withRelocatedSdk), measurement);
            assertTrue(MeasuredRow.isLike(cell, relocated), () -> "relocated: " + relocated);
          }
          return cell;
        });
  }

  private String run(
      Application application,
      Consumer<IrsaLab.Builder> settingsOfLab,
      Consumer<SdkPod> settings,
      Measurement measurement)
      throws Exception {
    IrsaLab.Builder lab = IrsaLab.builder();
    settingsOfLab.accept(lab);
    SdkPod pod = pod(application.sdk, lab.start());
    settings.accept(pod);
    Probe probe = start(application.withAgent ? pod.withAgent() : pod);
    probe.ask("make chain");
    String cell = measurement.of(pod, probe);
    if (application.withAgent) {
      assertEquals(0, pod.nodeRequests());
      assertFalse(cell.contains("node"), cell);
      assertFalse(probe.errors().contains("[WARN] dev.irsa.agent"), probe.errors());
    }
    return cell;
  }

  private static String calls(SdkPod pod) {
    return pod.exchanges().size() + " to STS";
  }

  /** Goes on calling until there are credentials, since providers pause after a failure. */
  private static String later(Probe probe) throws Exception {
    Answer answer = probe.ask("get 1");
    for (int more = 0; more < MOST_CALLS && answer.number("served") == 0; more++) {
      answer = probe.ask("paced 1 PT0.5S");
    }
    return outcome(answer);
  }

  private static String after(Answer answer) {
    return outcome(answer) + " after " + seconds(answer);
  }

  @Test
  void throttledAtFirst() throws Exception {
    measure(
        0,
        (pod, probe) -> {
          pod.faults().always(Fault.throttle());
          Answer throttled = probe.ask("get 1");
          pod.faults().clear();
          return outcome(throttled) + ", then " + later(probe);
        });
  }

  @Test
  void hungAtFirst() throws Exception {
    measure(
        1,
        (pod, probe) -> {
          pod.faults().next(Fault.hang());
          return after(probe.ask("get 1"));
        });
  }

  @Test
  void denied() throws Exception {
    measure(
        2,
        (pod, probe) -> {
          pod.faults().always(Fault.error("AccessDenied", 403, "Not authorized"));
          return outcome(probe.ask("get 1"));
        });
  }

  @Test
  void verificationKeyOnce() throws Exception {
    measure(
        3,
        (pod, probe) -> {
          pod.faults().next(VERIFICATION_KEY);
          return outcome(probe.ask("get 1"));
        });
  }

  @Test
  void withoutTheStsModule() throws Exception {
    measure(4, lab -> {}, SdkPod::withoutSts, (pod, probe) -> outcome(probe.ask("get 1")));
  }

  @Test
  void withTheRoleAlone() throws Exception {
    measure(
        5,
        lab -> {},
        pod -> pod.without("AWS_WEB_IDENTITY_TOKEN_FILE"),
        (pod, probe) -> {
          Answer answer = probe.ask("get 1");
          return answer.text("class").endsWith("StackOverflowError")
              ? "`StackOverflowError`"
              : outcome(answer);
        });
  }

  /** The kubelet replaces it. */
  @Test
  void emptyTokenForNow() throws Exception {
    measure(
        6,
        (pod, probe) -> {
          byte[] token = Files.readAllBytes(pod.pod().tokenFile());
          pod.pod().tokenVolume().corrupt(new byte[0]);
          Answer early = probe.ask("get 1");
          pod.pod().tokenVolume().corrupt(token);
          return outcome(early) + ", then " + later(probe);
        });
  }

  @Test
  void coldThreads() throws Exception {
    measure(
        7,
        (pod, probe) -> {
          Gate gate = Gate.closed();
          pod.faults().always(Fault.gate(gate));
          probe.send("together 20");
          // The SDKs' threads wait for each other for five seconds, and then call.
          gate.awaitArrivals(pod.hasAgent() ? 1 : THREADS, SOON);
          gate.open();
          Answer answer = probe.answer();
          return outcome(answer) + ", " + calls(pod);
        });
  }

  @Test
  void manyChains() throws Exception {
    measure(
        8,
        (pod, probe) -> {
          for (int more = 1; more < CHAINS; more++) {
            probe.ask("make chain");
          }
          Answer answer = probe.ask("each");
          return outcome(answer) + ", " + calls(pod);
        });
  }

  @Test
  void slowRefresh() throws Exception {
    measure(
        9,
        Duration.ofMinutes(2),
        (pod, probe) -> {
          probe.ask("get 1");
          pod.faults().always(Fault.delay(Duration.ofSeconds(3)));
          Answer answer = probe.ask("paced 5 PT1S");
          return outcome(answer) + ", longest wait " + seconds(answer);
        });
  }

  @Test
  void downBeforeTheEnd() throws Exception {
    measure(
        10,
        Duration.ofSeconds(58),
        (pod, probe) -> {
          probe.ask("get 1");
          pod.faults().always(Fault.reset());
          // SDK 2.x serves what it has just received for a moment.
          probe.ask("paced 3 PT1S");
          return outcome(probe.ask("paced 5 PT1S"));
        });
  }

  @Test
  void expiredCredentials() throws Exception {
    measure(
        11,
        (pod, probe) -> {
          pod.faults().always(Fault.expiration("2020-01-01T00:00:00Z"));
          Answer answer = probe.ask("get 10");
          return outcome(answer) + ", " + calls(pod);
        });
  }
}
