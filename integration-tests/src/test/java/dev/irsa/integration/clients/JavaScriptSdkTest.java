package dev.irsa.integration.clients;

final class JavaScriptSdkTest extends ClientContract {

  JavaScriptSdkTest() {
    super(LabClient.JAVASCRIPT);
  }
}
