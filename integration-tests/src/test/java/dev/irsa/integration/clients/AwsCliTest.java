package dev.irsa.integration.clients;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AwsCliTest extends ClientContract {

  @Override
  Reach reach() {
    return Reach.ENDPOINTS;
  }

  @Override
  List<String> command(Operation operation) throws Exception {
    List<String> command = new ArrayList<>(List.of(Installed.awsCli(home).toString()));
    command.addAll(
        switch (operation.name()) {
          case "whoami" ->
              List.of("sts", "get-caller-identity", "--query", "Arn", "--output", "text");
          case "list" ->
              List.of(
                  "s3api",
                  "list-objects-v2",
                  "--bucket",
                  operation.bucket(),
                  "--query",
                  "Contents[].Key",
                  "--output",
                  "text");
          case "read" ->
              List.of("s3", "cp", "s3://" + operation.bucket() + "/" + operation.key(), "-");
          default -> List.of("configure", "export-credentials", "--format", "process");
        });
    return command;
  }

  @Test
  void worksByDefaultEndpoints() throws Exception {
    assertWorks(Reach.PROXY.environment(lab, pod));
  }
}
