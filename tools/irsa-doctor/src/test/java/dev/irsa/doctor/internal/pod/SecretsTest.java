package dev.irsa.doctor.internal.pod;

import static dev.irsa.doctor.internal.text.ForeignText.plain;
import static dev.irsa.doctor.internal.text.ForeignText.sentence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.irsa.doctor.internal.file.FileTree;
import java.nio.file.Path;
import java.util.List;
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
  void aSecretIsMaskedWhereverItStands() {
    secrets.add(KEY);
    for (int before = 0; before < 1_900; before += 7) {
      assertFalse(secrets.mask("x".repeat(before) + KEY).contains("MDENG/bPxRfi"), "at " + before);
    }
  }

  @Test
  void thePasswordOfAnyProxyIsMasked() {
    for (String name : List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")) {
      Secrets ofPod = new Secrets();
      Map<String, String> variables = Map.of(name, "http://scott:swordfish@10.0.0.9:99999");
      ofPod.addAllOf(ExaminedPod.of(variables, new FileTree(Path.of("/"))));

      assertEquals("a *** b", ofPod.mask("a swordfish b"), name);
    }
  }

  @Test
  void untrustedTextsAreShortenedToOneVisibleLine() {
    assertEquals("a?b?", plain("a\nb\u001b"));
    assertEquals(303, plain("x".repeat(1_000)).length());
    assertEquals("Use it", sentence("use it"));
  }
}
