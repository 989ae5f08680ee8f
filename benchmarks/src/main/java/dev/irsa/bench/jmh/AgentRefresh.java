package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.pod.RawExchange;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One refresh from an agent like that of EKS Pod Identity. Otherwise like {@link Refresh}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class AgentRefresh {

  private static final String PATH = "/agent";

  private final RawExchange raw = new RawExchange(Names.property(Names.HTTP));
  private final RefreshRun ours =
      new RefreshRun(
          Map.of(
              "AWS_CONTAINER_CREDENTIALS_FULL_URI",
              Names.property(Names.HTTP) + PATH,
              "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
              Names.property(Names.TOKEN_FILE)));

  /** Makes the request that is written by hand. */
  @Benchmark
  public Object agentFloor() throws IOException {
    try (Socket socket = raw.connect()) {
      return raw.fetch(socket, PATH, RawExchange.token(Names.property(Names.TOKEN_FILE)));
    }
  }

  /** Refreshes as irsa-core does. */
  @Benchmark
  public Object agentCore() {
    return ours.refresh();
  }
}
