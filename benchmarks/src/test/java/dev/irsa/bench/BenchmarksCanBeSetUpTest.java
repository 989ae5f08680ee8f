package dev.irsa.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.bench.pod.DynamoDbPod;
import dev.irsa.bench.pod.S3Pod;
import dev.irsa.bench.pod.SpringPod;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.Jdk;
import dev.irsa.bench.run.StsProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Calls each benchmark and each application once, in this JVM, against the real STS process. */
class BenchmarksCanBeSetUpTest {

  @TempDir static Path directory;

  private static final Set<String> OWN_PROPERTIES = new HashSet<>();
  private static StsProcess sts;

  @BeforeAll
  static void startSts() throws Exception {
    Path token = directory.resolve("token");
    Files.writeString(token, Main.token());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    sts =
        StsProcess.start(
            new Jdk(17, java, "this"), System.getProperty("java.class.path"), directory);
    set("aws.roleArn", Bench.ROLE);
    set("aws.webIdentityTokenFile", token.toString());
    set("aws.roleSessionName", "bench");
    set("aws.region", "us-east-1");
    set("aws.endpointUrlSts", sts.http());
    set("aws.java.v1.disableDeprecationAnnouncement", "true");
    set(
        "software.amazon.awssdk.http.service.impl",
        "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService");
    set("javax.net.ssl.trustStore", sts.trustStore().toString());
  }

  private static void set(String name, String value) {
    OWN_PROPERTIES.add(name);
    System.setProperty(name, value);
  }

  @AfterAll
  static void stopSts() {
    OWN_PROPERTIES.forEach(System::clearProperty);
    sts.close();
  }

  @Test
  void eachBenchmarkReturnsAResult() throws Exception {
    int results =
        new Runner(
                new OptionsBuilder()
                    .include("dev\\.irsa\\.bench\\.jmh\\.")
                    .forks(0)
                    .mode(Mode.SingleShotTime)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(1))
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run()
            .size();

    assertEquals(16, results, "9 of calls, 3 of a refresh, 3 of tenants, 1 guarded");
  }

  @Test
  void theServicesAnswerRealClients() throws Exception {
    for (Entry main : List.<Entry>of(S3Pod::main, DynamoDbPod::main, SpringPod::main)) {
      PrintStream console = System.out;
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
      try {
        main.call("static", sts.services());
      } finally {
        System.setOut(console);
      }

      String printed = output.toString(StandardCharsets.UTF_8);
      assertTrue(printed.matches("(?s).*ready \\d+ bench\n"), printed);
    }
  }

  private interface Entry {
    void call(String... arguments) throws Exception;
  }
}
