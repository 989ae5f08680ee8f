package dev.irsa.bench.run;

import dev.irsa.bench.sts.Behaviour;
import dev.irsa.bench.sts.LeanSts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The STS of all measurements, in a process of its own. Closing it ends the process.
 *
 * @param process the process
 * @param trustStore the trust store for clients
 * @param http the endpoint without TLS
 * @param https the endpoint with TLS
 * @param services the endpoint with TLS of the services that applications call
 */
public record StsProcess(
    BenchmarkProcess process, Path trustStore, String http, String https, String services)
    implements AutoCloseable {

  /** Starts the process, which writes its trust store into the directory. */
  public static StsProcess start(Jdk jdk, String classPath, Path directory) throws IOException {
    Path trustStore = directory.resolve("trust.p12");
    List<String> command =
        List.of(
            jdk.java(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            // Otherwise the JDK's server waits 40 ms for an acknowledgement.
            "-Dsun.net.httpserver.nodelay=true",
            "-Dsun.net.httpserver.maxIdleConnections=1000",
            "-cp",
            classPath,
            LeanSts.class.getName(),
            trustStore.toString());
    BenchmarkProcess process =
        BenchmarkProcess.start(command, Map.of(), directory.resolve("sts.err"));
    String[] ports = process.await("ports");
    return new StsProcess(
        process,
        trustStore,
        "http://localhost:" + ports[1],
        "https://localhost:" + ports[2],
        "https://localhost:" + ports[3]);
  }

  /** Sets the behaviour for a role. */
  public void treat(String roleArn, Behaviour behaviour) throws IOException {
    process.say(roleArn + " " + behaviour.line());
    var unused = process.await("ok");
  }

  @Override
  public void close() {
    process.close();
  }
}
