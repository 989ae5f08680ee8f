package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledSdkTest {

  @ParameterizedTest
  @ValueSource(strings = {"2.23.19", "2.23.20", "2.24.6", "2.100.0", "3.0.0"})
  void releasesFromHadoop340sOnAreSupported(String version) {
    assertDoesNotThrow(() -> InstalledSdk.requireSupported(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.23.18", "2.9.99", "2.20.144", "1.12.797", "0-unknown"})
  void olderReleasesAreRefusedByTheirVersion(String version) {
    var refused =
        assertThrows(IrsaCredentialsException.class, () -> InstalledSdk.requireSupported(version));

    assertTrue(refused.getMessage().contains(version), refused.getMessage());
    assertTrue(refused.getMessage().contains("2.23.19"), refused.getMessage());
    assertFalse(refused.retryable());
  }

  @Test
  void theSdkOfTheseTestsIsSupported() {
    assertDoesNotThrow(() -> InstalledSdk.requireSupported());
  }
}
