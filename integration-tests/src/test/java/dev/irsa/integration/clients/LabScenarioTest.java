package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scenarios of {@code irsa lab} beside the SDKs' own providers: the claims on our pod hold, and
 * the report shows the difference. A test fails once an SDK no longer differs; the documentation
 * must then be corrected.
 */
@Tag("comparison")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LabScenarioTest {
  private static final String IRSA = "irsa";
  private static final String V2 = "sdk-v2";
  private static final String V1 = "sdk-v1";

  private static final String LANES_OF_BOTH_PODS =
      """
      [...page.querySelectorAll("svg .lane")]
          .filter(lane => lane.getBoundingClientRect().height > 10)
          .map(lane => (lane.dataset.pod + " " + lane.dataset.lane).trim()).join(", ")""";

  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {V2, V1})
  void inAnOutageTheSdkThrowsAlthoughItsSessionIsValid(String sdk) throws Exception {
    LabRun run = run("outage", sdk);

    assertEquals(0, run.figure("FAILED", IRSA));
    show(run.figure("FAILED_WHILE_VALID", sdk) >= 10, run, sdk, "FAILED_WHILE_VALID");
  }

  @Test
  void whileStsHangsCallersOfTheSdkWaitForSeconds() throws Exception {
    LabRun run = run("hang", V2);

    assertEquals(0, run.figure("FAILED", IRSA));
    assertTrue(run.figure("LONGEST_WAIT", IRSA) < 1_000);
    show(run.figure("LONGEST_WAIT", V2) >= 10_000, run, V2, "LONGEST_WAIT");
  }

  @Test
  void withAnExpiredTokenTheSdkThrowsAlthoughItsSessionIsValid() throws Exception {
    LabRun run = run("stalled-token", V2);

    assertEquals(0, run.figure("FAILED", IRSA));
    show(run.figure("FAILED_WHILE_VALID", V2) >= 10, run, V2, "FAILED_WHILE_VALID");
  }

  @Test
  void withAClockThatIsAheadTheSdkRequestsCredentialsForEveryCall() throws Exception {
    LabRun run = run("clock-skew", V2);

    assertEquals(1, run.figure("EXCHANGES", IRSA));
    show(run.figure("EXCHANGES", V2) >= 20, run, V2, "EXCHANGES");
  }

  @Test
  void theSdkKeepsSessionsThatAreRejected() throws Exception {
    LabRun run = run("revoked", V2);

    assertTrue(run.figure("FAILED", IRSA) <= 4);
    show(run.figure("FAILED", V2) >= 20, run, V2, "FAILED");
  }

  @ParameterizedTest
  @ValueSource(strings = {V2, V1})
  void twentyColdThreadsOfTheSdkMakeTwentyRequests(String sdk) throws Exception {
    LabRun run = run("cold-herd", sdk);

    assertEquals(1, run.figure("EXCHANGES", IRSA));
    show(run.figure("EXCHANGES", sdk) >= 15, run, sdk, "EXCHANGES");
  }

  @Test
  void whenTheAgentIsLateTheSdkUsesTheNodesRole() throws Exception {
    assertThatTheNodesRoleIsUsedOnlyByTheSdk(run("pod-identity", V2), V2);
  }

  @Test
  void afterAThrottleSdkV1UsesTheNodesRole() throws Exception {
    assertThatTheNodesRoleIsUsedOnlyByTheSdk(run("throttle", V1), V1);
  }

  @Test
  void afterAThrottleSdkV2UsesTheNodesRoleAndTheReportShowsIt() throws Exception {
    LabRun run = run("throttle", V2);

    assertThatTheNodesRoleIsUsedOnlyByTheSdk(run, V2);
    Chromium chromium = new Chromium(scratch);
    for (int width : new int[] {360, 1_280}) {
      assertEquals(
          "sts, irsa sessions, irsa refreshes, irsa calls,"
              + " sdk-v2 sessions, sdk-v2 refreshes, sdk-v2 calls",
          chromium.evaluate(run.report(), width, LANES_OF_BOTH_PODS));
      assertEquals(
          Integer.toString(width),
          chromium.evaluate(run.report(), width, "page.documentElement.scrollWidth"));
    }
    assertEquals(
        "true",
        chromium.evaluate(
            run.report(),
            1_280,
            "page.querySelectorAll('svg.wide [data-pod=sdk-v2] .column.as-other').length > 3"));
    Path pictures = LabRun.pictures();
    chromium.screenshot(run.report(), pictures.resolve("throttle-light.png"), 1_280, 1_500, false);
    chromium.screenshot(run.report(), pictures.resolve("throttle-dark.png"), 1_280, 1_500, true);
  }

  private static void assertThatTheNodesRoleIsUsedOnlyByTheSdk(LabRun run, String sdk)
      throws IOException {
    assertEquals(0, run.figure("OTHER_IDENTITY", IRSA));
    assertEquals(0, run.figure("NODE_SESSIONS", IRSA));
    show(
        run.figure("OTHER_IDENTITY", sdk) > 0 && run.figure("SERVED", sdk) == 0,
        run,
        sdk,
        "OTHER_IDENTITY");
  }

  private LabRun run(String scenario, String sdk) throws IOException, InterruptedException {
    LabRun run = LabRun.of(scratch, "--scenario", scenario, "--peer", sdk);
    assertTrue(run.finished().succeeded(), run.finished()::toString);
    return run;
  }

  /** Prints the measurement, and fails if the SDK no longer differs. */
  private static void show(boolean differs, LabRun run, String sdk, String measure)
      throws IOException {
    String measured =
        "%s: irsa %d, %s %d"
            .formatted(measure, run.figure(measure, IRSA), sdk, run.figure(measure, sdk));
    System.out.println("measured: " + measured);
    assertTrue(differs, () -> "the SDK no longer differs: " + measured);
  }
}
