package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.util.VersionInfo;

class SdkVersionTest {

  @Test
  void theTestsRunWithTheSdkOfTheBuild() throws Exception {
    // Read by reflection, because the compiler would inline the constant.
    Object running = VersionInfo.class.getField("SDK_VERSION").get(null);

    assertEquals(System.getProperty("irsa.test.sdk"), running);
  }
}
