package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * EKS Pod Identity through the SDKs' default chains and through ours, in the same situations. SDK
 * 1.x refreshes in the last 15 minutes of a session; SDK 2.x from a time that is drawn between 15
 * and 2 minutes before its end, and in the last minute it must.
 */
final class PodIdentityFaultsTest extends SdkFaults {

  private static final Fault SLOW = Fault.delay(Duration.ofMillis(1500));
  private static final int CLIENTS = 20;

  /** Who is measured, in the order of the columns. */
  private enum Provider {
    V2(Generation.V2, "chain"),
    IRSA_V2(Generation.V2, "ours"),
    V1(Generation.V1, "chain"),
    IRSA_V1(Generation.V1, "ours");

    private final Generation sdk;
    private final String kind;

    Provider(Generation sdk, String kind) {
      this.sdk = sdk;
      this.kind = kind;
    }
  }

  /** Measures a provider that has not been called yet. */
  private interface Measurement {
    String of(SdkPod pod, Probe probe, String make) throws Exception;
  }

  private void measure(int row, Measurement measurement) throws Exception {
    measure(row, Duration.ofHours(6), measurement);
  }

  private void measure(int row, Duration sessionLifetime, Measurement measurement)
      throws Exception {
    String label = FaultTable.POD_IDENTITY.rows().get(row);
    assertShows(
        FaultTable.POD_IDENTITY,
        label,
        List.of(Provider.values()),
        provider -> {
          IrsaLab.Builder lab = IrsaLab.builder().sessionLifetime(sessionLifetime);
          SdkPod pod = podIdentityPod(provider.sdk, lab);
          Probe probe = start(pod);
          String make = "make " + provider.kind;
          probe.ask(make);
          String cell = measurement.of(pod, probe, make);
          boolean isOurs = provider.kind.equals("ours");
          assertFalse(isOurs && cell.contains("node"), cell);
          return cell;
        });
  }

  private static String requests(SdkPod pod) {
    int requests = pod.agentRequests();
    return requests == 1 ? "1 request" : requests + " requests";
  }

  private static String after(Answer answer) {
    return outcome(answer) + " after " + seconds(answer);
  }

  @Test
  void anAgentThatTakesLongerThanASecondServesOnlyOurs() throws Exception {
    measure(
        0,
        (pod, probe, make) -> {
          pod.lab.agent().faults().always(SLOW);
          return after(probe.ask("get 1"));
        });
  }

  /** The agent ends each of its three attempts after a second. */
  @Test
  void anEksAuthThatAlwaysTakesLongerThanASecondServesNobody() throws Exception {
    measure(
        1,
        (pod, probe, make) -> {
          pod.lab.eksAuth().faults().always(SLOW);
          return after(probe.ask("get 1"));
        });
  }

  @Test
  void anAgentThatStartsFiveSecondsLateServesTheFirstCallOfOurs() throws Exception {
    measure(
        2,
        (pod, probe, make) -> {
          pod.lab.agent().stop();
          probe.send("get 1");
          CompletableFuture<Void> started =
              CompletableFuture.runAsync(
                  pod.lab.agent()::start, CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS));
          String first = after(probe.answer());
          started.join();
          return first + ", then " + outcome(probe.ask("get 1"));
        });
  }

  @Test
  void twentyClientsInOneJvmMakeOneRequestWithOurs() throws Exception {
    measure(3, (pod, probe, make) -> askClients(pod, probe, make));
  }

  @Test
  void twentyClientsOfASlowAgentAreServedByOneRequestWithOurs() throws Exception {
    measure(
        4,
        (pod, probe, make) -> {
          pod.lab.agent().faults().always(SLOW);
          return askClients(pod, probe, make);
        });
  }

  private static String askClients(SdkPod pod, Probe probe, String make) throws IOException {
    for (int more = 1; more < CLIENTS; more++) {
      probe.ask(make);
    }
    return outcome(probe.ask("clients")) + ", " + requests(pod);
  }

  /** Of the session's 75 s, 45 s are left at the end. */
  @Test
  void whileTheAgentIsAwayCallersOfOursAreServed() throws Exception {
    measure(
        5,
        Duration.ofSeconds(75),
        (pod, probe, make) -> {
          probe.ask("get 1");
          pod.lab.agent().stop();
          return outcome(probe.ask("paced 30 PT1S"));
        });
  }

  /** In less than two minutes before the end, but not in the last one. */
  @Test
  void whileTheAgentHangsCallersOfOursDoNotWait() throws Exception {
    measure(
        6,
        Duration.ofSeconds(110),
        (pod, probe, make) -> {
          probe.ask("get 1");
          pod.lab.agent().faults().always(Fault.hang());
          Answer answer = probe.ask("paced 3 PT1S");
          return outcome(answer) + ", longest wait " + seconds(answer) + ", " + requests(pod);
        });
  }

  /** The agent serves the same credentials until the last twentieth of this session. */
  @Test
  void theSameCredentialsAgainDoNotMakeOursAskForEachCall() throws Exception {
    measure(
        7,
        Duration.ofSeconds(40),
        (pod, probe, make) -> {
          probe.ask("get 1");
          return outcome(probe.ask("paced 350 PT0.1S")) + ", " + requests(pod);
        });
  }

  @Test
  void withoutAnAssociationOursIsAnError() throws Exception {
    measure(
        8,
        (pod, probe, make) -> {
          pod.disassociate();
          Answer answer = probe.ask("get 1");
          assertTrue(pod.agentRequests() > 0, answer::toString);
          return outcome(answer);
        });
  }
}
