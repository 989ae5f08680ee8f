package dev.irsa.integration.clients;

import org.junit.jupiter.api.Test;

final class AwsCliTest extends ClientContract {

  AwsCliTest() {
    super(LabClient.AWS_CLI);
  }

  @Test
  void worksByDefaultEndpoints() throws Exception {
    assertWorks(LabClient.AWS_CLI, Reach.PROXY.environment(lab, pod));
  }
}
