package dev.irsa.bench.part;

import dev.irsa.bench.Bench;
import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import java.util.List;

/** An application whose first call to a service is measured. */
enum Application {
  /** A client of S3. */
  S3("S3Pod", "sdk-v2-s3"),
  /** A client of DynamoDB. */
  DYNAMO_DB("DynamoDbPod", "sdk-v2-dynamodb"),
  /** Spring Boot with a client of S3, from the start to the first call. */
  SPRING_BOOT("SpringPod", "spring-boot-s3");

  private final String main;
  private final String peer;

  Application(String main, String peer) {
    this.main = main;
    this.peer = peer;
  }

  /**
   * Returns the application with credentials that cost nothing, with those of an exchange by hand,
   * with ours (also started before the client is built), and with those of the SDK's own provider.
   * Each has the jars that it needs.
   */
  List<Variant> variants(Bench bench) {
    ClassPaths paths = bench.classPaths();
    Jars alone = paths.bench().and(paths.peer(paths.newest(), peer));
    Jars ours = alone.and(paths.adapterV2());
    Jars starter = this == SPRING_BOOT ? alone.and(paths.springStarter()) : ours;
    String service = bench.sts().services();
    return List.of(
        variant("static", alone, service),
        variant("raw", alone, service),
        variant("irsa", ours, service),
        variant("eager", starter, service),
        ofTheSdk(bench));
  }

  /** Returns the application with the credentials of the SDK's own provider. */
  Variant ofTheSdk(Bench bench) {
    ClassPaths paths = bench.classPaths();
    Jars sdk =
        paths
            .bench()
            .and(paths.peer(paths.newest(), peer))
            .and(paths.peer(paths.newest(), "sdk-v2-url-connection"));
    return variant("sdk", sdk, bench.sts().services());
  }

  private Variant variant(String name, Jars jars, String service) {
    return new Variant(name, main, jars, List.of(name, service), null);
  }
}
