package dev.irsa.integration.clients;

import org.junit.jupiter.api.Test;

final class JavaSdkV2Test extends ClientContract {

  JavaSdkV2Test() {
    super(LabClient.JAVA_V2);
  }

  /** The chain joins the messages of its providers, which do not contain the code. */
  @Override
  String toldOf(String action, String code, String message) {
    return message.isEmpty() ? code : message;
  }

  @Test
  void worksByDefaultEndpoints() throws Exception {
    assertWorks(LabClient.JAVA_V2, Reach.PROXY.environment(lab, pod));
  }
}
