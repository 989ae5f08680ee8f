package dev.irsa.integration.clients;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JavaSdkV2Test extends ClientContract {

  @Override
  Reach reach() {
    return Reach.ENDPOINTS;
  }

  @Override
  List<String> command(Operation operation) {
    return Program.java(Program.classPath(), JavaV2Client.class, operation.toString());
  }

  /** The chain joins the messages of its providers, which do not contain the code. */
  @Override
  String toldOf(String action, String code, String message) {
    return message.isEmpty() ? code : message;
  }

  @Test
  void worksByDefaultEndpoints() throws Exception {
    assertWorks(Reach.PROXY.environment(lab, pod));
  }
}
