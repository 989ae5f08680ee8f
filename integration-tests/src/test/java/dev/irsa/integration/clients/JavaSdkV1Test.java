package dev.irsa.integration.clients;

import java.util.List;

/** SDK 1.x has no endpoint variables. */
final class JavaSdkV1Test extends ClientContract {

  @Override
  Reach reach() {
    return Reach.PROXY;
  }

  @Override
  List<String> command(Operation operation) {
    return Program.java(Program.classPath(), JavaV1Client.class, operation.toString());
  }
}
