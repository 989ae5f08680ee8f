package dev.irsa.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The context shared by all parts of a run.
 *
 * @param quick whether to use few repetitions
 * @param mostRounds the maximum number of rounds of each measurement
 * @param jdks the available JDKs, 17 first
 * @param classPaths the jars of each variant
 * @param sts the STS of all measurements
 * @param tokenFile the pod's token file
 * @param scratch a directory for archives and logs
 * @param random determines the order of runs
 * @param progress receives progress lines
 */
public record Bench(
    boolean quick,
    int mostRounds,
    List<Jdk> jdks,
    ClassPaths classPaths,
    StsProcess sts,
    Path tokenFile,
    Path scratch,
    Random random,
    PrintStream progress) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns an empty object of the results. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Returns a list for the results. */
  public static ArrayNode array(List<Double> values) {
    ArrayNode array = JSON.createArrayNode();
    values.forEach(array::add);
    return array;
  }

  /** Records in the results that a measurement was omitted, with the reason. */
  public static void omit(ObjectNode results, String what, String reason) {
    results.withArray("omitted").addObject().put("what", what).put("reason", reason);
  }

  /** A measurement that may fail. */
  public interface Work {
    /** Performs the measurement. */
    void run() throws IOException, InterruptedException;
  }

  /**
   * Performs a measurement. A failure is recorded with its reason, and the rest of the part
   * continues.
   */
  public static void attempt(ObjectNode results, String what, Work work)
      throws InterruptedException {
    try {
      work.run();
    } catch (IOException | RuntimeException broken) {
      fail(results, what, broken);
    }
  }

  /** Records in the results that a measurement failed. */
  public static void fail(ObjectNode results, String what, Exception broken) {
    results
        .withArray("omitted")
        .addObject()
        .put("what", what)
        .put("reason", "failed: " + broken.getMessage())
        .put("failed", true);
  }

  /** Returns the environment of a pod, as injected by the webhook, with the address of its STS. */
  public Map<String, String> pod(String roleArn, String endpoint) {
    Map<String, String> variables = anyPod();
    variables.put("AWS_ROLE_ARN", roleArn);
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString());
    variables.put("AWS_ROLE_SESSION_NAME", "bench");
    variables.put("AWS_ENDPOINT_URL_STS", endpoint);
    return variables;
  }

  /**
   * Returns the environment of a pod with EKS Pod Identity, as injected by the webhook. The token
   * is that of IRSA, which is as long.
   */
  public Map<String, String> podIdentityPod() {
    Map<String, String> variables = anyPod();
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", sts.agent());
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", tokenFile.toString());
    return variables;
  }

  private static Map<String, String> anyPod() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_DEFAULT_REGION", "us-east-1");
    variables.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    // In the peer's favour: logging the deprecation notice takes milliseconds.
    variables.put("AWS_JAVA_V1_DISABLE_DEPRECATION_ANNOUNCEMENT", "true");
    return variables;
  }

  /** Returns the number of rounds, given that of the full run. */
  public int rounds(int full) {
    return Math.min(full, mostRounds);
  }

  /** Prints a progress line. */
  public void say(String line) {
    progress.println("  " + line);
  }
}
