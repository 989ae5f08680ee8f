package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Searches outputs for secrets, and for defects of the doctor. */
final class Outputs {

  /** A piece of a token or key that is long enough to be recognised. */
  private static final int PIECE = 16;

  private Outputs() {}

  /** Fails if an output of the report contains a secret of the world, or a piece of one. */
  static void assertNothingSecret(Report report, PodWorld world) {
    Set<String> pieces = new HashSet<>();
    for (String secret : world.secrets()) {
      for (int i = 0; i + PIECE <= secret.length(); i += PIECE / 2) {
        pieces.add(secret.substring(i, i + PIECE));
      }
    }
    assertFalse(pieces.isEmpty());
    for (String output : List.of(report.toString(), report.toJson())) {
      for (int i = 0; i + PIECE <= output.length(); i++) {
        if (pieces.contains(output.substring(i, i + PIECE))) {
          throw new AssertionError("a piece of a secret in: " + output);
        }
      }
      assertFalse(output.contains("eyJ"), () -> "a JWT in: " + output);
      assertFalse(output.contains("this check itself failed"), output);
    }
  }
}
