package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.Jdk;
import dev.irsa.bench.run.Measurement;
import java.io.IOException;
import java.util.List;

/**
 * Measures what providers add to the first call of an application, which loads the SDK, and TLS, in
 * any case: a client of S3, one of DynamoDB, and Spring Boot with the former, from its start.
 */
public final class FirstCall implements Measurement {

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException, InterruptedException {
    for (Jdk jdk : bench.jdks()) {
      for (Archive archive :
          List.of(Archive.NONE, jdk.feature() < 25 ? Archive.APP_CDS : Archive.AOT)) {
        FreshProcesses processes = new FreshProcesses(bench, jdk, archive);
        measure(processes, "S3Pod", "sdk-v2-s3", 10, results);
        measure(processes, "DynamoDbPod", "sdk-v2-dynamodb", 10, results);
        // What is added is a smaller part of this start, and varies more.
        measure(processes, "SpringPod", "spring-boot-s3", 20, results);
      }
    }
  }

  private static void measure(
      FreshProcesses processes, String main, String peer, int rounds, ObjectNode results)
      throws IOException, InterruptedException {
    Bench bench = processes.bench();
    ObjectNode cell =
        results
            .withArray("cells")
            .addObject()
            .put("application", main)
            .put("jdk", processes.jdk().feature())
            .put("archive", processes.archive().name());
    processes.measure(
        Variant.application(bench, main, peer),
        bench.pod(Bench.ROLE, bench.sts().https()),
        rounds,
        cell);
  }
}
