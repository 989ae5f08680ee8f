package dev.irsa.bench;

import dev.irsa.bench.sts.Behaviour;
import dev.irsa.bench.sts.LeanSts;
import dev.irsa.bench.sts.StsCounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The harness's handle of the STS process. Closing it ends the process. */
public final class StsProcess implements AutoCloseable {

  private final Process process;
  private final Path trustStore;
  private final int httpPort;
  private final int httpsPort;
  private final int servicesPort;

  private StsProcess(Process process, Path trustStore, String[] ports) {
    this.process = process;
    this.trustStore = trustStore;
    this.httpPort = Integer.parseInt(ports[0]);
    this.httpsPort = Integer.parseInt(ports[1]);
    this.servicesPort = Integer.parseInt(ports[2]);
  }

  /** Starts the process, which writes its trust store into the directory. */
  static StsProcess start(Jdk jdk, String classPath, Path directory) throws IOException {
    Path trustStore = directory.resolve("trust.p12");
    Process process =
        new ProcessBuilder(
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
                    trustStore.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (line == null) {
      throw new IOException("The STS process ended before it printed its ports");
    }
    return new StsProcess(process, trustStore, line.split(" ", -1));
  }

  /** Returns the trust store for clients. */
  public Path trustStore() {
    return trustStore;
  }

  /** Returns the endpoint with TLS. */
  public String https() {
    return "https://localhost:" + httpsPort;
  }

  /** Returns the endpoint without TLS. */
  public String http() {
    return "http://localhost:" + httpPort;
  }

  /** Returns the URI of the EKS Pod Identity agent, at a literal address like the real one's. */
  public String agent() {
    return "http://127.0.0.1:" + httpPort + "/v1/credentials";
  }

  /** Returns the endpoint with TLS of the services that are called with the credentials. */
  public String services() {
    return "https://localhost:" + servicesPort;
  }

  /** Sets the behaviour for a role and resets its counts. */
  public void treat(String roleArn, Behaviour behaviour) throws IOException {
    Behaviour.Outage outage = behaviour.outage();
    ask(
        "?role="
            + encoded(roleArn)
            + "&delay="
            + behaviour.delayMillis()
            + "&lifetime="
            + behaviour.lifetimeMillis()
            + "&outage="
            + (outage == null ? "" : outage.name())
            + "&lead="
            + behaviour.outageLeadMillis()
            + "&for="
            + behaviour.outageForMillis());
  }

  /** Returns the counts of a role. */
  public StsCounts counts(String roleArn) throws IOException {
    String[] numbers = ask("?role=" + encoded(roleArn)).trim().split(" ", -1);
    return new StsCounts(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }

  private String ask(String query) throws IOException {
    try (var answer = URI.create(http() + "/control" + query).toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
