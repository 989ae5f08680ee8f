package dev.irsa.doctor.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.FileTree;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private static final String KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private final Secrets secrets = new Secrets();

  @Test
  void secretsAndTheirPiecesAreMaskedOnEachLine() {
    secrets.add(KEY);

    assertEquals(
        "key ***\nhalf *** end",
        secrets.mask("key " + KEY + "\nhalf " + KEY.substring(3, 25) + " end"));
  }

  @Test
  void jwtsAreMaskedWithoutBeingKnown() {
    assertEquals("got ***!", secrets.mask("got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln!"));
  }

  @Test
  void longLinesAreKeptAndMasked() {
    secrets.add(KEY);
    String line = "x".repeat(2_000) + " " + KEY;

    String masked = secrets.mask(line);

    assertTrue(masked.startsWith("x".repeat(2_000)), masked);
    assertFalse(masked.contains("EXAMPLEKEY"), masked);
  }

  @Test
  void aSecretIsMaskedWhereverItStands() {
    secrets.add(KEY);
    for (int before = 0; before < 1_900; before += 7) {
      assertFalse(secrets.mask("x".repeat(before) + KEY).contains("MDENG/bPxRfi"), "at " + before);
    }
  }

  @Test
  void theSecretsOfAPodAreKnown() {
    secrets.addAllOf(
        new ExaminedPod(
            ExaminedPod.environment(
                Map.of(
                    "AWS_SECRET_ACCESS_KEY", KEY,
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic c2VjcmV0LXRva2Vu",
                    "https_proxy", "http://user:S3cretPassword@proxy:3128",
                    "JAVA_TOOL_OPTIONS", "-Daws.secretAccessKey=otherSecretOtherSecret")),
            new FileTree(Path.of("/")),
            false));

    String masked =
        secrets.mask(KEY + " c2VjcmV0LXRva2Vu S3cretPassword otherSecretOtherSecret AWS_REGION");

    assertTrue(masked.matches("[* ]+AWS_REGION"), masked);
    assertEquals("Secrets[5]", secrets.toString());
  }

  @Test
  void shortTextsAreNotSecrets() {
    secrets.add("role");
    secrets.add(null);

    assertEquals("the role", secrets.mask("the role"));
  }

  @Test
  void untrustedTextsAreShortenedToOneVisibleLine() {
    assertEquals("a?b?", Texts.plain("a\nb\u001b"));
    assertEquals(303, Texts.plain("x".repeat(1_000)).length());
    assertEquals("Use it", Texts.sentence("use it"));
  }
}
