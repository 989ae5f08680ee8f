package dev.irsa.sdk.v1;

import dev.irsa.internal.adapter.MinimumSdkVersionContract;
import java.util.List;

class SdkV1TypesTest extends MinimumSdkVersionContract {

  SdkV1TypesTest() {
    super(new V1Adapter(), "1.11.563");
  }

  static List<String> supported() {
    return List.of("1.11.563", "1.11.1026", "1.12.262", "unknown-version");
  }

  static List<String> refused() {
    return List.of("1.11.562", "1.11.99", "1.7.4");
  }
}
