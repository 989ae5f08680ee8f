package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Jdk;
import dev.irsa.bench.Measurement;
import dev.irsa.bench.Names;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Measures what providers add to the first call of an application, which loads the SDK, and TLS, in
 * any case: a client of S3, one of DynamoDB, and Spring Boot with the former, from its start.
 */
public final class FirstCall implements Measurement {

  private final int rounds;
  private final Predicate<String> isMeasured;
  private final List<String> options;

  private FirstCall(int rounds, Predicate<String> isMeasured, List<String> options) {
    this.rounds = rounds;
    this.isMeasured = isMeasured;
    this.options = options;
  }

  /** Returns the part that measures CPU and wall time. */
  public static FirstCall costs() {
    return new FirstCall(15, variant -> true, List.of());
  }

  /** Returns the part that shows in which threads the time is spent, and what is loaded. */
  public static FirstCall profile() {
    return new FirstCall(
        9, Set.of("static", "irsa", "sdk")::contains, List.of("-D" + Names.PROFILE + "=true"));
  }

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException, InterruptedException {
    for (Jdk jdk : bench.jdks()) {
      for (Archive archive :
          List.of(Archive.NONE, jdk.feature() < 25 ? Archive.APP_CDS : Archive.AOT)) {
        measure(bench, jdk, archive, "S3Pod", "sdk-v2-s3", results);
        measure(bench, jdk, archive, "DynamoDbPod", "sdk-v2-dynamodb", results);
        measure(bench, jdk, archive, "SpringPod", "spring-boot-s3", results);
      }
    }
  }

  private void measure(
      Bench bench, Jdk jdk, Archive archive, String main, String peer, ObjectNode results)
      throws IOException, InterruptedException {
    ObjectNode cell =
        results
            .withArray("cells")
            .addObject()
            .put("application", main)
            .put("jdk", jdk.feature())
            .put("archive", archive.name());
    new FreshProcesses(bench, jdk, archive, options)
        .measure(
            Variant.application(bench, main, peer).stream()
                .filter(variant -> isMeasured.test(variant.name()))
                .toList(),
            bench.pod(Names.ROLE, bench.sts().https()),
            rounds,
            cell);
  }
}
