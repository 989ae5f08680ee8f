package dev.irsa.integration.clients;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of the lab: a third-party one, unmodified, with its default credentials, or one with
 * ours. Each {@link Operation} runs in a process of its own.
 */
enum LabClient {
  AWS_CLI,
  JAVASCRIPT,
  GO,
  JAVA_V2,
  JAVA_V1,
  /** SDK for Java 2.x with our chain. */
  IRSA;

  /** Returns the command for the operation. */
  List<String> command(Operation operation, Path scratch) throws Exception {
    return switch (this) {
      case AWS_CLI -> {
        List<String> command = new ArrayList<>(List.of(Installed.awsCli(scratch).toString()));
        command.addAll(List.of(awsCli(operation).split(" ", -1)));
        yield command;
      }
      case JAVASCRIPT -> List.of("node", Installed.javaScript().toString(), operation.toString());
      case GO -> List.of(Installed.go().toString(), operation.toString());
      case JAVA_V2 -> Program.java(Program.classPath(), JavaV2Client.class, operation.toString());
      case JAVA_V1 -> Program.java(Program.classPath(), JavaV1Client.class, operation.toString());
      case IRSA ->
          Program.java(Program.classPath(), JavaV2Client.class, operation.toString(), "irsa");
    };
  }

  private static String awsCli(Operation operation) {
    return switch (operation.name()) {
      case "whoami" -> "sts get-caller-identity --query Arn --output text";
      case "list" ->
          "s3api list-objects-v2 --query Contents[].Key --output text --bucket "
              + operation.bucket();
      case "read" -> "s3 cp s3://" + operation.bucket() + "/" + operation.key() + " -";
      default -> "configure export-credentials --format process";
    };
  }

  /** Returns how this client reaches the lab: SDK 1.x does not have endpoint variables. */
  Reach reach() {
    return this == JAVA_V1 ? Reach.PROXY : Reach.ENDPOINTS;
  }
}
