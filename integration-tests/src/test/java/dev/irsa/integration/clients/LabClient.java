package dev.irsa.integration.clients;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of the lab: a third-party one, unmodified, with its default credentials, or one with
 * ours. Each {@link Operation} runs in a process of its own.
 */
enum LabClient {
  AWS_CLI("AWS CLI", Reach.ENDPOINTS) {
    @Override
    List<String> command(Operation operation, Path scratch) throws Exception {
      List<String> command = new ArrayList<>(List.of(Installed.awsCli(scratch).toString()));
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
  },

  JAVASCRIPT("SDK for JavaScript", Reach.ENDPOINTS) {
    @Override
    List<String> command(Operation operation, Path scratch) {
      return List.of("node", Installed.javaScript().toString(), operation.toString());
    }
  },

  JAVA_V2("SDK for Java 2.x", Reach.ENDPOINTS) {
    @Override
    List<String> command(Operation operation, Path scratch) {
      return Program.java(Program.classPath(), JavaV2Client.class, operation.toString());
    }

    /** Returns the part about container credentials: the chain joins those of all providers. */
    @Override
    String complaint(String errors) {
      return first("(ContainerCredentialsProvider\\(\\): .*), InstanceProfile", errors);
    }
  },

  /** It does not have endpoint variables. */
  JAVA_V1("SDK for Java 1.x", Reach.PROXY) {
    @Override
    List<String> command(Operation operation, Path scratch) {
      return Program.java(Program.classPath(), JavaV1Client.class, operation.toString());
    }

    /** Returns the part about container credentials: the chain joins those of all providers. */
    @Override
    String complaint(String errors) {
      return first("(EC2ContainerCredentialsProviderWrapper@.*)]", errors)
          .replaceFirst("@\\p{XDigit}+", "");
    }
  },

  IRSA("irsa, SDK for Java 2.x", Reach.ENDPOINTS) {
    @Override
    List<String> command(Operation operation, Path scratch) {
      return Program.java(Program.classPath(), IrsaV2Client.class, operation.toString());
    }

    /** Returns the exception's message, which log lines may follow. */
    @Override
    String complaint(String errors) {
      return first("(?m)^(The EKS Pod Identity agent .*)$", errors);
    }
  };

  private final String label;
  private final Reach reach;

  LabClient(String label, Reach reach) {
    this.label = label;
    this.reach = reach;
  }

  /** Returns the command for the operation. */
  abstract List<String> command(Operation operation, Path scratch) throws Exception;

  /** Returns what it says about credentials that it did not get, from its standard error. */
  String complaint(String errors) {
    return errors.strip().replaceFirst("(?s).*\n", "");
  }

  private static String first(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return found.group(1);
  }

  /** Returns how this client reaches the lab. */
  Reach reach() {
    return reach;
  }

  /** Returns the name in documents. */
  @Override
  public String toString() {
    return label;
  }
}
