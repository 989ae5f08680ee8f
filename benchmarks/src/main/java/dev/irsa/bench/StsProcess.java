package dev.irsa.bench;

import dev.irsa.bench.sts.Behaviour;
import dev.irsa.bench.sts.LeanSts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The harness's handle of the STS process. Closing it ends the process. */
public final class StsProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final Path trustStore;
  private final int httpPort;
  private final int httpsPort;
  private final int servicesPort;

  private StsProcess(Process process, BufferedReader output, Path trustStore, String[] ports) {
    this.process = process;
    this.output = output;
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
    return new StsProcess(process, output, trustStore, line.split(" ", -1));
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

  /** Returns the endpoint with TLS of the service that is called with the credentials. */
  public String services() {
    return "https://localhost:" + servicesPort;
  }

  /** Sets the behaviour for a role. */
  public void treat(String roleArn, Behaviour behaviour) throws IOException {
    Behaviour.Outage outage = behaviour.outage();
    String line =
        String.format(
            "%s %d %d %s %d %d%n",
            roleArn,
            behaviour.delayMillis(),
            behaviour.lifetimeMillis(),
            outage == null ? "-" : outage,
            behaviour.outageLeadMillis(),
            behaviour.outageForMillis());
    process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    if (output.readLine() == null) {
      throw new IOException("The STS process ended");
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
