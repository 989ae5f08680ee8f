package dev.irsa.integration.clients;

final class JavaSdkV1Test extends ClientContract {

  JavaSdkV1Test() {
    super(LabClient.JAVA_V1);
  }
}
