package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Searches outputs for secrets, and for defects of the doctor. */
final class Outputs {

  /** A piece of a token or key that is long enough to be recognised. */
  private static final int PIECE = 16;

  private Outputs() {}

  /** Fails if an output of the report contains a secret of the world, or a piece of one. */
  static void assertNothingSecret(Report report, PodWorld world) {
    List<String> secrets = world.secrets();
    assertFalse(secrets.isEmpty());
    for (String output : List.of(report.toString(), report.toJson())) {
      for (String secret : secrets) {
        assertNotContained(secret, output);
      }
      assertFalse(output.contains("eyJ"), () -> "a JWT in: " + output);
      assertFalse(output.contains("this check itself failed"), output);
    }
  }

  private static void assertNotContained(String secret, String output) {
    for (int i = 0; i + PIECE <= secret.length(); i += PIECE / 2) {
      String piece = secret.substring(i, i + PIECE);
      assertTrue(!output.contains(piece), () -> "a piece of a secret in: " + output);
    }
  }
}
