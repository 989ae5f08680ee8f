package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The command with real sockets and a real second JVM: the demonstration, which takes 45 s and is
 * played by {@code .ci/run} in both worlds as well, and the shortest scenario. They mostly wait, so
 * they run side by side, and beside other classes.
 */
@Execution(ExecutionMode.CONCURRENT)
class LabCommandTest {
  @TempDir private Path directory;

  @Test
  @Tag("deep")
  void theDemonstrationConfirmsEveryClaimAndEndsWithExitCodeZero() throws Exception {
    Console console = Console.pipe(Map.of());
    Path report = directory.resolve("report.html");

    int exitCode = console.line("lab --json --report " + report);

    assertEquals(0, exitCode, () -> console.err() + console.out());
    assertEquals(1, console.out().lines().count());
    Map<String, Object> document = JSONObjectUtils.parse(console.out());
    assertEquals(List.of(), failedClaims(document));
    assertTrue(figure(document, "sessions") >= 4);
    assertTrue(figure(document, "rotations") >= 2);
    String progress = console.err();
    assertTrue(progress.contains("serviceAccountToken"), progress);
    assertTrue(progress.contains(":assumed-role/eksctl-myeks-addon-iamserviceaccount-"), progress);
    assertTrue(progress.contains("caused by ExchangeRejectedException AccessDenied"), progress);
    assertTrue(progress.contains("calls failed while STS was down, throttled and"), progress);
    assertTrue(progress.contains("All 10 claims hold."), progress);
    assertFalse(progress.contains("\u001b"), "escape sequences in a pipe");
    assertTrue(progress.contains("Report: " + report), progress);
    assertSameFigures(document, Files.readString(report));
  }

  @Test
  void oneFailedCallEndsAScenarioWithExitCodeOne() throws Exception {
    Console console = Console.pipe(Map.of());
    Path report = directory.resolve("report.html");

    int exitCode =
        console.line(
            "lab --pod-identity --scenario cold-herd --fail-one --json --report " + report);

    assertEquals(1, exitCode, () -> console.err() + console.out());
    Map<String, Object> document = JSONObjectUtils.parse(console.out());
    assertEquals("pod-identity", document.get("mechanism"));
    assertEquals(List.of("calls"), failedClaims(document), console::out);
    assertEquals(false, document.get("holds"));
    assertTrue(console.err().contains("v2-sts: 403 AccessDenied"), console::err);
    String page = Files.readString(report);
    assertEquals(1, figure(document, "failed"));
    assertTrue(page.contains("1 of 5 claims failed: calls."), page);
    assertSameFigures(document, page);
  }

  private static void assertSameFigures(Map<String, Object> document, String page)
      throws ParseException {
    Map<String, Object> data =
        JSONObjectUtils.parse(page.replaceFirst("(?s).*id=\"data\">(.*?)</script>.*", "$1"));
    for (String figure : List.of("served", "failed", "sessions")) {
      assertEquals(figure(document, figure), figure(data, figure));
    }
  }

  private static long figure(Map<String, Object> document, String id) {
    Map<?, ?> pod = (Map<?, ?>) list(document, "pods").get(0);
    return (long) ((Map<?, ?>) pod.get("figures")).get(id);
  }

  private static List<String> failedClaims(Map<String, Object> document) {
    return list(document, "claims").stream()
        .map(claim -> (Map<?, ?>) claim)
        .filter(claim -> !Objects.equals(claim.get("holds"), true))
        .map(claim -> claim.get("id").toString())
        .toList();
  }

  private static List<?> list(Map<String, Object> document, String member) {
    return (List<?>) document.get(member);
  }
}
