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
 * What every part of a run shares.
 *
 * @param quick whether few repetitions are wanted
 * @param mostRounds the most rounds of anything
 * @param jdks the JDKs that are here, 17 first
 * @param classPaths the jars of each variant
 * @param sts the one STS of all measurements
 * @param tokenFile the pod's token file
 * @param scratch a directory for archives and logs
 * @param random for the order of runs
 * @param progress where progress lines go
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

  /** Notes in the results of a part what could not be measured, and why. */
  public static void omit(ObjectNode results, String what, String reason) {
    results.withArray("omitted").addObject().put("what", what).put("reason", reason);
  }

  /** A measurement that may fail. */
  public interface Work {
    /** Measures. */
    void run() throws IOException, InterruptedException;
  }

  /** Measures; what fails is left out with its reason, and the rest of the part goes on. */
  public static void attempt(ObjectNode results, String what, Work work)
      throws InterruptedException {
    try {
      work.run();
    } catch (IOException | RuntimeException broken) {
      fail(results, what, broken);
    }
  }

  /** Notes in the results of a part what was tried in vain. */
  public static void fail(ObjectNode results, String what, Exception broken) {
    results
        .withArray("omitted")
        .addObject()
        .put("what", what)
        .put("reason", "failed: " + broken.getMessage())
        .put("failed", true);
  }

  /** Returns the environment of a pod, as the webhook injects it, and where its STS is. */
  public Map<String, String> pod(String roleArn, String endpoint) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ROLE_ARN", roleArn);
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString());
    variables.put("AWS_ROLE_SESSION_NAME", "bench");
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_DEFAULT_REGION", "us-east-1");
    variables.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    variables.put("AWS_ENDPOINT_URL_STS", endpoint);
    // In the peer's favour: its farewell costs milliseconds of formatting.
    variables.put("AWS_JAVA_V1_DISABLE_DEPRECATION_ANNOUNCEMENT", "true");
    return variables;
  }

  /** Returns how many rounds are run where the full run has so many. */
  public int rounds(int full) {
    return Math.min(full, mostRounds);
  }

  /** Says where the run stands. */
  public void say(String line) {
    progress.println("  " + line);
  }
}
