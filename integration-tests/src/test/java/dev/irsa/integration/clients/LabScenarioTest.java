package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scenarios of {@code irsa lab} beside the SDKs' own providers: the claims on our pod hold, and
 * the report shows the difference. A test fails once an SDK no longer differs; the documentation
 * must then be corrected.
 */
@Tag("comparison")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LabScenarioTest {
  private static final String IRSA = "irsa";

  @TempDir private Path scratch;

  /** The largest figure of our pod, and the smallest one of the other. */
  @ParameterizedTest
  @CsvSource({
    "outage,        sdk-v2, failedWhileValid,   0,      10",
    "outage,        sdk-v1, failedWhileValid,   0,      10",
    "region,        sdk-v2, failed,             0,      10",
    "region,        sdk-v1, failed,             0,      10",
    "hang,          sdk-v2, longestWaitMillis,  1_000,  10_000",
    "stalled-token, sdk-v2, failedWhileValid,   0,      10",
    "clock-skew,    sdk-v2, exchanges,          1,      20",
    "revoked,       sdk-v2, failed,             4,      20",
    "cold-herd,     sdk-v2, exchanges,          1,      15",
    "cold-herd,     sdk-v1, exchanges,          1,      15",
    "pod-identity,  sdk-v2, otherIdentity,      0,      1",
    "throttle,      sdk-v1, otherIdentity,      0,      1"
  })
  void theSdkDiffers(String scenario, String sdk, String measure, String most, String least)
      throws Exception {
    LabProcess run = LabProcess.of(scratch, "--scenario", scenario, "--peer", sdk);

    assertTrue(run.finished().succeeded(), run.finished()::toString);
    long ours = run.figure(measure, IRSA);
    long others = run.figure(measure, sdk);
    String measured = "%s: irsa %d, %s %d".formatted(measure, ours, sdk, others);
    System.out.println("measured: " + measured);
    assertTrue(ours <= number(most), measured);
    assertTrue(others >= number(least), () -> "the SDK no longer differs: " + measured);
    if (measure.equals("otherIdentity")) {
      assertEquals(0, run.figure("nodeSessions", IRSA));
      assertEquals(0, run.figure("served", sdk));
    }
  }

  /** Only the numbers of calls differ from run to run. */
  @Test
  void thePictureOfTheReadmeShowsAThrottledStart() throws Exception {
    LabProcess run = LabProcess.of(scratch, "--scenario", "throttle", "--peer", "sdk-v2");
    assertTrue(run.finished().succeeded(), run.finished()::toString);
    ThrottlePicture picture = ThrottlePicture.of(Files.readString(run.report()));
    String shown = Files.readString(LabProcess.ROOT.resolve("docs/throttle.svg"));
    Path drawn = LabProcess.pictures().resolve("throttle.svg");
    Files.writeString(drawn, picture.in(shown));

    assertEquals(0, run.figure("otherIdentity", IRSA));
    assertTrue(run.figure("otherIdentity", "sdk-v2") > 0, "the SDK no longer differs");
    assertEquals(0, run.figure("served", "sdk-v2"));
    assertEquals(
        withoutCounts(picture.in(shown)), withoutCounts(shown), "copy " + drawn + " to docs");
  }

  private static String withoutCounts(String picture) {
    String title = picture.substring(picture.indexOf("<title>"), picture.indexOf("</title>"));
    return title.replaceAll("(?<![.\\d])[1-9]\\d*(?![.\\d])", "n");
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
