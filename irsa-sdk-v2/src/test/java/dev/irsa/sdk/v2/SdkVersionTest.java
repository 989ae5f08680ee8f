package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.util.VersionInfo;

class SdkVersionTest {

  @Test
  void theTestsRunWithTheSdkThatTheBuildNames() throws Exception {
    // Not as a constant, which would be that of the SDK that this is compiled with.
    Object running = VersionInfo.class.getField("SDK_VERSION").get(null);

    assertEquals(System.getProperty("irsa.test.sdk"), running);
  }
}
