package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.pod.RawExchange;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The minimum cost of container credentials on a new connection, written by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class RawContainerRefresh {

  private final String uri = Names.property(Names.AGENT);
  private final int path = uri.indexOf('/', uri.indexOf("//") + 2);
  private final RawExchange exchange = new RawExchange(uri.substring(0, path));

  /** Reads the token file and asks the agent. */
  @Benchmark
  public Object newConnection() throws IOException {
    try (Socket socket = exchange.connect()) {
      return exchange.get(
          socket, uri.substring(path), RawExchange.token(Names.property(Names.TOKEN_FILE)));
    }
  }
}
