package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.util.VersionInfoUtils;
import org.junit.jupiter.api.Test;

class SdkVersionTest {

  @Test
  void theTestsRunWithTheSdkOfTheBuild() {
    assertEquals(System.getProperty("irsa.test.sdk"), VersionInfoUtils.getVersion());
  }
}
