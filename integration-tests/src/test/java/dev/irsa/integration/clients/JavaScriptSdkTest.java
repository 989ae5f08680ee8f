package dev.irsa.integration.clients;

import java.util.List;

final class JavaScriptSdkTest extends ClientContract {

  @Override
  Reach reach() {
    return Reach.ENDPOINTS;
  }

  @Override
  List<String> command(Operation operation) {
    return List.of("node", Installed.javaScript().toString(), operation.toString());
  }
}
