package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledSdkTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.11.563", "1.11.1026", "1.12.262", "unknown-version"})
  void releasesFromHadoop330sOnAreSupported(String version) {
    assertDoesNotThrow(() -> InstalledSdk.requireSupported(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.11.562", "1.11.99", "1.7.4"})
  void olderReleasesAreRefusedByTheirVersion(String version) {
    var refused =
        assertThrows(IrsaCredentialsException.class, () -> InstalledSdk.requireSupported(version));

    assertTrue(refused.getMessage().contains(version), refused.getMessage());
    assertTrue(refused.getMessage().contains("1.11.563"), refused.getMessage());
    assertFalse(refused.isRetryable());
  }

  @Test
  void theSdkOfTheseTestsIsSupported() {
    assertDoesNotThrow(() -> InstalledSdk.requireSupported());
  }
}
