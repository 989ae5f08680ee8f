package dev.irsa.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The context shared by all parts of a run.
 *
 * @param mostRounds the maximum number of rounds of each measurement
 * @param jdks the available JDKs, 17 first
 * @param classPaths the jars of each variant
 * @param sts the STS of all measurements
 * @param tokenFile the pod's token file
 * @param scratch a directory for archives and logs
 * @param raw the directory of JMH's own results
 * @param random determines the order of runs
 */
public record Bench(
    int mostRounds,
    List<Jdk> jdks,
    ClassPaths classPaths,
    StsProcess sts,
    Path tokenFile,
    Path scratch,
    Path raw,
    Random random) {

  /** The role of all measurements that need only one. */
  public static final String ROLE = "arn:aws:iam::123456789012:role/bench";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns an empty object of the results. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Returns the environment of a pod, as injected by the webhook, with the address of its STS. */
  public Map<String, String> pod(String roleArn, String endpoint) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_DEFAULT_REGION", "us-east-1");
    variables.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    variables.put("AWS_ROLE_ARN", roleArn);
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString());
    variables.put("AWS_ROLE_SESSION_NAME", "bench");
    variables.put("AWS_ENDPOINT_URL_STS", endpoint);
    // In the peer's favour: logging the deprecation notice takes milliseconds.
    variables.put("AWS_JAVA_V1_DISABLE_DEPRECATION_ANNOUNCEMENT", "true");
    return variables;
  }

  /** Returns the number of rounds, given the number in a full run. */
  public int rounds(int full) {
    return Math.min(full, mostRounds);
  }

  /** Prints a progress line. */
  public void say(String line) {
    System.out.println("  " + line);
  }
}
