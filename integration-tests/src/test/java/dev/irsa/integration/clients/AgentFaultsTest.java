package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.irsa.integration.clients.AgentTable.Situation;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The default chains of the SDKs in the situations of their known faults, as they are and with the
 * agent. The results are shown in {@code docs/performance.md}; a different one makes the test fail.
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

  private final MeasuredPage page = MeasuredPage.AGENT;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();

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

  @AfterEach
  void closeProbes() {
    probes.forEach(Probe::close);
  }

  private void measure(Situation row, Measurement measurement) throws Exception {
    measure(row, lab -> {}, pod -> {}, measurement);
  }

  private void measure(Situation row, Duration sessionLifetime, Measurement measurement)
      throws Exception {
    measure(row, lab -> lab.sessionLifetime(sessionLifetime), pod -> {}, measurement);
  }

  /** Measures all at once, since they wait most of the time, when all of them are ready. */
  private void measure(
      Situation row,
      Consumer<IrsaLab.Builder> lab,
      Consumer<SdkPod> settings,
      Measurement measurement)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Application.values().length);
    Map<Application, String> cells = new ConcurrentSkipListMap<>();
    try {
      List<Executable> results = new ArrayList<>();
      for (Application application : Application.values()) {
        Future<?> result =
            threads.submit(
                () -> {
                  cells.put(application, run(application, lab, settings, measurement));
                  return null;
                });
        results.add(result::get);
      }
      assertAll(results);
    } finally {
      threads.shutdownNow();
    }
    List<String> line = new ArrayList<>(List.of(row.toString()));
    line.addAll(cells.values());
    page.assertShows(AgentTable.KNOWN_FAULTS, line.toArray(String[]::new));
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
    Probe probe = (application.withAgent ? pod.withAgent() : pod).start();
    probes.add(probe);
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
        Situation.THROTTLED,
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
        Situation.HANGS,
        (pod, probe) -> {
          pod.faults().next(Fault.hang());
          return after(probe.ask("get 1"));
        });
  }

  @Test
  void denied() throws Exception {
    measure(
        Situation.DENIED,
        (pod, probe) -> {
          pod.faults().always(Fault.error("AccessDenied", 403, "Not authorized"));
          return outcome(probe.ask("get 1"));
        });
  }

  @Test
  void verificationKeyOnce() throws Exception {
    measure(
        Situation.VERIFICATION_KEY,
        (pod, probe) -> {
          pod.faults().next(VERIFICATION_KEY);
          return outcome(probe.ask("get 1"));
        });
  }

  @Test
  void withoutTheStsModule() throws Exception {
    measure(
        Situation.WITHOUT_STS,
        lab -> {},
        SdkPod::withoutSts,
        (pod, probe) -> outcome(probe.ask("get 1")));
  }

  @Test
  void withTheRoleAlone() throws Exception {
    measure(
        Situation.ROLE_ALONE,
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
        Situation.EMPTY_TOKEN,
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
        Situation.THREADS,
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
        Situation.CHAINS,
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
        Situation.SLOW_REFRESH,
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
        Situation.DOWN,
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
        Situation.EXPIRED,
        (pod, probe) -> {
          pod.faults().always(Fault.expiration("2020-01-01T00:00:00Z"));
          Answer answer = probe.ask("get 10");
          return outcome(answer) + ", " + calls(pod);
        });
  }
}
