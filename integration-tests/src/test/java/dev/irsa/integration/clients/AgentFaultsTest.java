package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
  static final MeasuredTable TABLE =
      MeasuredTable.of("docs/performance.md", "the known faults of the SDKs");
  private static final int THREADS = 20;
  private static final int MOST_CALLS = 120;
  private static final int CHAINS = 10;

  private static final List<Column> COLUMNS =
      List.of(
          new Column(Generation.V2, "chain", false),
          new Column(Generation.V2, "chain", true),
          new Column(Generation.V1, "chain", false),
          new Column(Generation.V1, "chain", true));

  /** What goes wrong, as the rows of the table. */
  static final List<Situation> SITUATIONS =
      List.of(
          new Situation(
              "STS throttles the first call",
              (pod, probe, make) -> {
                pod.faults().always(Fault.throttle());
                Answer throttled = probe.ask("get 1");
                pod.faults().clear();
                return outcome(throttled) + ", then " + later(probe);
              }),
          new Situation(
              "STS does not respond to the first request",
              (pod, probe, make) -> {
                pod.faults().next(Fault.hang());
                return after(probe.ask("get 1"));
              }),
          new Situation(
              "STS denies the role",
              (pod, probe, make) -> {
                pod.faults().always(Fault.error("AccessDenied", 403, "Not authorized"));
                return outcome(probe.ask("get 1"));
              }),
          new Situation(
              "STS cannot get the keys of the cluster, once",
              (pod, probe, make) -> {
                pod.faults().next(VERIFICATION_KEY);
                return outcome(probe.ask("get 1"));
              }),
          new Situation(
              "the SDK's module for STS is missing",
              SdkPod::withoutSts,
              (pod, probe, make) -> outcome(probe.ask("get 1"))),
          new Situation(
              "only `AWS_ROLE_ARN` is set",
              pod -> pod.without("AWS_WEB_IDENTITY_TOKEN_FILE"),
              (pod, probe, make) -> {
                Answer answer = probe.ask("get 1");
                return answer.text("class").endsWith("StackOverflowError")
                    ? "`StackOverflowError`"
                    : outcome(answer);
              }),
          // The webhook's failures are ignored, as EKS sets it up. The setting is ours alone.
          new Situation(
              "nothing is injected into the pod, with `IRSA_IDENTITY_SOURCE`",
              pod ->
                  pod.without("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
                      .with("IRSA_IDENTITY_SOURCE", "web-identity"),
              (pod, probe, make) -> outcome(probe.ask("get 1"))),
          // The kubelet replaces it.
          new Situation(
              "the token file is empty during the first call",
              (pod, probe, make) -> {
                byte[] token = Files.readAllBytes(pod.pod().tokenFile());
                pod.pod().tokenVolume().corrupt(new byte[0]);
                Answer early = probe.ask("get 1");
                pod.pod().tokenVolume().corrupt(token);
                return outcome(early) + ", then " + later(probe);
              }),
          new Situation(
              "20 threads make the first call at once",
              (pod, probe, make) -> {
                Gate gate = Gate.closed();
                pod.faults().always(Fault.gate(gate));
                probe.send("together 20");
                // The SDKs' threads wait for each other for five seconds, and then call.
                gate.awaitArrivals(pod.hasAgent() ? 1 : THREADS, SOON);
                gate.open();
                Answer answer = probe.answer();
                return outcome(answer) + ", " + calls(pod);
              }),
          new Situation(
              "10 default chains in one process",
              (pod, probe, make) -> {
                for (int more = 1; more < CHAINS; more++) {
                  probe.ask(make);
                }
                Answer answer = probe.ask("each");
                return outcome(answer) + ", " + calls(pod);
              }),
          new Situation(
              "STS takes 3 s for a refresh; 5 calls",
              Duration.ofMinutes(2),
              (pod, probe, make) -> {
                probe.ask("get 1");
                pod.faults().always(Fault.delay(Duration.ofSeconds(3)));
                Answer answer = probe.ask("paced 5 PT1S");
                return outcome(answer) + ", longest wait " + seconds(answer);
              }),
          new Situation(
              "STS is down in the last minute of valid credentials; 5 calls",
              Duration.ofSeconds(58),
              (pod, probe, make) -> {
                probe.ask("get 1");
                pod.faults().always(Fault.reset());
                // SDK 2.x serves what it has just received for a moment.
                probe.ask("paced 3 PT1S");
                return outcome(probe.ask("paced 5 PT1S"));
              }),
          new Situation(
              "STS issues expired credentials; 10 calls",
              (pod, probe, make) -> {
                pod.faults().always(Fault.expiration("2020-01-01T00:00:00Z"));
                Answer answer = probe.ask("get 10");
                return outcome(answer) + ", " + calls(pod);
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
          String cell = run(column, situation, situation.settings());
          if (column.withAgent()) {
            String relocated =
                run(column, situation, situation.settings().andThen(SdkPod::withRelocatedSdk));
            assertTrue(MeasuredRow.isLike(cell, relocated), () -> "relocated: " + relocated);
          }
          return cell;
        });
  }

  private String run(Column column, Situation situation, Consumer<SdkPod> settings)
      throws Exception {
    SdkPod pod = pod(column.sdk(), situation.lifetime());
    settings.accept(pod);
    Probe probe = (column.withAgent() ? pod.withAgent() : pod).start();
    probe.ask("make chain");
    String cell = situation.measurement().of(pod, probe, "make chain");
    if (column.withAgent()) {
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
}
