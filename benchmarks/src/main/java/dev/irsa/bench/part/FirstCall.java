package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Jdk;
import dev.irsa.bench.Names;
import dev.irsa.bench.Part;
import java.io.IOException;
import java.util.List;

/**
 * Measures what providers add to the first call of an application, which loads the SDK, and TLS, in
 * any case: a client of S3, one of DynamoDB, and Spring Boot with the former, from its start.
 */
public final class FirstCall implements Part {

  private static final int ROUNDS = 15;

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

  private static void measure(
      Bench bench, Jdk jdk, Archive archive, String main, String peer, ObjectNode results)
      throws IOException, InterruptedException {
    ObjectNode cell =
        results
            .withArray("cells")
            .addObject()
            .put("application", main)
            .put("jdk", jdk.feature())
            .put("archive", archive.name());
    new FreshProcesses(bench, jdk, archive)
        .measure(
            Variant.application(bench, main, peer),
            bench.pod(Names.ROLE, bench.sts().https()),
            ROUNDS,
            cell);
  }
}
