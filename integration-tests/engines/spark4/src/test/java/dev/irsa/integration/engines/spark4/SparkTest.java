package dev.irsa.integration.engines.spark4;

import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.PodInThisJvm;
import dev.irsa.integration.engines.PodInThisJvm.CredentialSource;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spark in this JVM, two tasks at a time, on S3A and the lab's object store. */
@Tag("engines")
final class SparkTest {

  private static final long ROWS = 1_000;
  private static final long TOTAL = ROWS * (ROWS - 1) / 2;

  /** Long enough to refresh in advance on a machine that pauses for seconds. */
  private static final Duration SHORT_SESSION = Duration.ofSeconds(15);

  /** Renews credentials after half of their life, as the real agent does after 3 of 6 h. */
  private static final PodIdentityAgent.Settings AGENT =
      PodIdentityAgent.Settings.forSessionsOf(SHORT_SESSION)
          .withRetention(SHORT_SESSION.dividedBy(2));

  private static final int SESSIONS = 4;

  @AfterEach
  void forgetFileSystems() throws IOException {
    FileSystem.closeAll();
  }

  /** The same job, the same class name: only the pod's environment differs. */
  @ParameterizedTest
  @EnumSource
  void aWholeJobUsesOneSessionInThisJvm(CredentialSource source) throws IOException {
    try (PodInThisJvm pod = start(IrsaLab.start(), source);
        SparkSession spark = spark(pod)) {
      write(spark, "s3a://data/in");

      assertEquals(TOTAL, total(spark, "s3a://data/in"));

      assertEquals(1, pod.sessions());
      assertEquals(Set.of(true), outcomesAtS3(pod));
    }
  }

  @ParameterizedTest
  @EnumSource
  void newFileSystemsOfEachTaskShareTheSession(CredentialSource source) throws IOException {
    try (PodInThisJvm pod = start(IrsaLab.start(), source);
        SparkSession spark = spark(pod)) {
      spark.sparkContext().hadoopConfiguration().set("fs.s3a.impl.disable.cache", "true");
      write(spark, "s3a://data/in");

      assertEquals(TOTAL, total(spark, "s3a://data/in"));

      assertEquals(1, pod.sessions());
    }
  }

  @ParameterizedTest
  @EnumSource
  void jobContinuesWhileCredentialsRotate(CredentialSource source) throws IOException {
    IrsaLab lab = IrsaLab.builder().sessionLifetime(SHORT_SESSION).agent(AGENT).start();
    try (PodInThisJvm pod = start(lab, source);
        SparkSession spark = spark(pod)) {
      write(spark, "s3a://data/round-0");
      int round = 0;
      while (keysSeenByS3(pod).size() < SESSIONS) {
        Dataset<Row> rows = spark.read().parquet("s3a://data/round-" + round);
        round++;
        rows.write().parquet("s3a://data/round-" + round);
        assertTrue(round < 1_000, "credentials do not rotate");
      }

      assertEquals(TOTAL, total(spark, "s3a://data/round-" + round));

      assertEquals(Set.of(true), outcomesAtS3(pod));
      assertOneSessionAtATime(pod);
    }
  }

  /** Checks that each exchange follows the one before by at least half of a session's lifetime. */
  private static void assertOneSessionAtATime(PodInThisJvm pod) {
    List<RequestRecord> exchanges = pod.exchanges();
    for (int i = 1; i < exchanges.size(); i++) {
      Duration since =
          Duration.between(exchanges.get(i - 1).arrivedAt(), exchanges.get(i).arrivedAt());
      assertTrue(since.compareTo(SHORT_SESSION.multipliedBy(2).dividedBy(5)) > 0, since::toString);
    }
  }

  private static PodInThisJvm start(IrsaLab lab, CredentialSource source) {
    lab.objects().createBucket("data");
    return PodInThisJvm.in(lab, source);
  }

  private static SparkSession spark(PodInThisJvm pod) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.hadoop.fs.s3a.endpoint", pod.lab().s3().plainUri().toString())
            .config("spark.hadoop.fs.s3a.endpoint.region", pod.lab().region())
            .config("spark.hadoop.fs.s3a.path.style.access", "true")
            .config("spark.hadoop.fs.s3a.connection.ssl.enabled", "false");
    Snippet.of("spark-defaults.properties").map().forEach(builder::config);
    return builder.getOrCreate();
  }

  private static void write(SparkSession spark, String folder) {
    spark.range(0, ROWS, 1, 4).write().parquet(folder);
  }

  private static long total(SparkSession spark, String folder) {
    return spark.read().parquet(folder).agg(sum("id")).first().getLong(0);
  }

  private static Set<String> keysSeenByS3(PodInThisJvm pod) {
    return atS3(pod).stream().map(RequestRecord::accessKeyId).collect(Collectors.toSet());
  }

  /**
   * Returns the outcomes of requests to S3. A missing object is a valid response; a denial is not.
   */
  private static Set<Boolean> outcomesAtS3(PodInThisJvm pod) {
    return atS3(pod).stream()
        .map(request -> request.succeeded() || request.status() == 404)
        .collect(Collectors.toSet());
  }

  private static List<RequestRecord> atS3(PodInThisJvm pod) {
    return pod.lab().requests().all().stream()
        .filter(request -> request.service().equals("s3"))
        .toList();
  }
}
