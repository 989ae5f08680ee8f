package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.MinimumSdkVersionContract;
import java.util.List;

class SdkV2TypesTest extends MinimumSdkVersionContract {

  SdkV2TypesTest() {
    super(new V2Adapter(), "2.23.19");
  }

  static List<String> supported() {
    return List.of("2.23.19", "2.23.20", "2.24.6", "2.100.0", "3.0.0");
  }

  static List<String> refused() {
    return List.of("2.23.18", "2.9.99", "2.20.144", "1.12.797", "0-unknown");
  }
}
