package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.util.VersionInfo;

class SdkVersionTest {

  @Test
  void theTestsRunWithTheSdkThatTheBuildNames() {
    assertEquals(System.getProperty("irsa.test.sdk"), VersionInfo.SDK_VERSION);
  }
}
