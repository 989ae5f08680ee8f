package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.cli.lab.KeptLab;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The demonstration with real sockets and a real second JVM: 45 s, and a brief one of 12 s. */
class LabCommandTest {

  @Test
  void theDemonstrationConfirmsEveryClaimAndEndsWithExitCodeZero() throws Exception {
    Console console = Console.pipe(Map.of());

    int exitCode = console.run("lab", "--json");

    assertEquals(0, exitCode, () -> console.err() + console.out());
    assertEquals(1, console.out().lines().count());
    Map<String, Object> document = JSONObjectUtils.parse(console.out());
    assertEquals(List.of(), failedClaims(document));
    assertTrue(list(document, "generations").size() >= 4);
    assertTrue(list(document, "rotatedAt").size() >= 2);
    String progress = console.err();
    assertTrue(progress.contains("serviceAccountToken"), progress);
    assertTrue(progress.contains(":assumed-role/eksctl-myeks-addon-iamserviceaccount-"), progress);
    assertTrue(progress.contains("caused by ExchangeRejectedException AccessDenied"), progress);
    assertTrue(progress.contains("All 10 claims hold."), progress);
    assertFalse(progress.contains("\u001b"), "escape sequences in a pipe");
  }

  @Test
  void oneFailedCallEndsTheDemonstrationWithExitCodeOne() throws Exception {
    Console console = Console.pipe(Map.of());

    int exitCode = console.run("lab", "--fail-one", "--json");

    assertEquals(1, exitCode, () -> console.err() + console.out());
    Map<String, Object> document = JSONObjectUtils.parse(console.out());
    assertEquals(List.of("complete", "failures"), failedClaims(document), console::out);
    assertEquals(false, document.get("holds"));
    assertTrue(console.err().contains("GetCallerIdentity returned 403 AccessDenied"), console::err);
  }

  @Test
  void aKeptLabGivesOtherProgramsSessionsOfAnHour() throws Exception {
    try (KeptLab lab = KeptLab.start()) {
      Console console = Console.pipe(lab.exports());

      int exitCode = console.run("credentials");

      assertEquals(0, exitCode, console::err);
      Instant expiration =
          Instant.parse(JSONObjectUtils.parse(console.out()).get("Expiration").toString());
      Duration left = Duration.between(Instant.now(), expiration);
      assertTrue(left.toMinutes() >= 50 && left.toMinutes() <= 60, left::toString);
    }
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
