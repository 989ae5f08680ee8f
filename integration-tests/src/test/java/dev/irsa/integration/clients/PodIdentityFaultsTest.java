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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * EKS Pod Identity through the SDKs' default chains and through ours, in the same situations. SDK
 * 1.x refreshes in the last 15 minutes of a session; SDK 2.x from a time that is drawn between 15
 * and 2 minutes before its end, and in the last minute it must.
 */
final class PodIdentityFaultsTest extends SdkFaults {

  private static final Fault SLOW = Fault.delay(Duration.ofMillis(1500));
  static final MeasuredTable TABLE = MeasuredTable.of("docs/performance.md", "EKS Pod Identity");
  private static final int CLIENTS = 20;

  private static final List<Column> COLUMNS =
      List.of(
          new Column(Generation.V2, "chain", false),
          new Column(Generation.V2, "ours", false),
          new Column(Generation.V1, "chain", false),
          new Column(Generation.V1, "ours", false));

  /** What goes wrong, as the rows of the table. */
  static final List<Situation> SITUATIONS =
      List.of(
          new Situation(
              "the agent takes 1.5 s",
              (pod, probe, make) -> {
                pod.lab.agent().faults().always(SLOW);
                return after(probe.ask("get 1"));
              }),
          // The agent ends each of its three attempts after a second.
          new Situation(
              "EKS Auth takes 1.5 s for every call, so the agent gives up",
              (pod, probe, make) -> {
                pod.lab.eksAuth().faults().always(SLOW);
                return after(probe.ask("get 1"));
              }),
          new Situation(
              "the agent starts 5 s after the pod",
              (pod, probe, make) -> {
                pod.lab.agent().stop();
                probe.send("get 1");
                CompletableFuture<Void> started =
                    CompletableFuture.runAsync(
                        pod.lab.agent()::start,
                        CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS));
                String first = after(probe.answer());
                started.join();
                return first + ", then " + outcome(probe.ask("get 1"));
              }),
          new Situation(
              "20 clients call at once", (pod, probe, make) -> askClients(pod, probe, make)),
          new Situation(
              "the same, and the agent takes 1.5 s",
              (pod, probe, make) -> {
                pod.lab.agent().faults().always(SLOW);
                return askClients(pod, probe, make);
              }),
          // Of the session's 75 s, 45 s are left at the end.
          new Situation(
              "the agent is away for 30 s, until 45 s before the end; 30 calls",
              Duration.ofSeconds(75),
              (pod, probe, make) -> {
                probe.ask("get 1");
                pod.lab.agent().stop();
                return outcome(probe.ask("paced 30 PT1S"));
              }),
          // In less than two minutes before the end, but not in the last one.
          new Situation(
              "the agent hangs, 110 s are left; 3 calls",
              Duration.ofSeconds(110),
              (pod, probe, make) -> {
                probe.ask("get 1");
                pod.lab.agent().faults().always(Fault.hang());
                Answer answer = probe.ask("paced 3 PT1S");
                return outcome(answer) + ", longest wait " + seconds(answer) + ", " + requests(pod);
              }),
          // The agent serves the same credentials until the last twentieth of this session.
          new Situation(
              "the agent serves the same credentials again; 350 calls in 35 s",
              Duration.ofSeconds(40),
              (pod, probe, make) -> {
                probe.ask("get 1");
                return outcome(probe.ask("paced 350 PT0.1S")) + ", " + requests(pod);
              }),
          new Situation(
              "there is no association",
              (pod, probe, make) -> {
                pod.disassociate();
                Answer answer = probe.ask("get 1");
                assertTrue(pod.agentRequests() > 0, answer::toString);
                return outcome(answer);
              }));

  static List<Situation> situations() {
    return SITUATIONS;
  }

  @ParameterizedTest
  @MethodSource("situations")
  void shows(Situation situation) throws Exception {
    assertShows(
        TABLE,
        situation.row(),
        COLUMNS,
        column -> {
          IrsaLab.Builder lab = IrsaLab.builder().sessionLifetime(situation.lifetime());
          SdkPod pod = podIdentityPod(column.sdk(), lab);
          Probe probe = pod.start();
          String make = "make " + column.provider();
          probe.ask(make);
          String cell = situation.measurement().of(pod, probe, make);
          boolean isOurs = column.provider().equals("ours");
          assertFalse(isOurs && cell.contains("node"), cell);
          return cell;
        });
  }

  private static String requests(SdkPod pod) {
    int requests = pod.agentRequests();
    return requests == 1 ? "1 request" : requests + " requests";
  }

  private static String askClients(SdkPod pod, Probe probe, String make) throws IOException {
    for (int more = 1; more < CLIENTS; more++) {
      probe.ask(make);
    }
    return outcome(probe.ask("clients")) + ", " + requests(pod);
  }
}
