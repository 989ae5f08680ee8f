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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The minimum cost of an exchange, written by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class RawRefresh {

  /** With or without TLS. */
  @Param({"http", "https"})
  public String scheme = "http";

  private RawExchange exchange = new RawExchange(Names.property(Names.HTTP));
  private Socket kept = new Socket();

  /** Opens the connection that is kept alive. */
  @Setup
  public void connect() throws IOException {
    exchange = new RawExchange(Names.property(scheme.equals("https") ? Names.HTTPS : Names.HTTP));
    kept = exchange.connect();
  }

  /** Reads the token file and makes one exchange on an open connection. */
  @Benchmark
  public Object keptAlive() throws IOException {
    return exchange.exchange(kept, Names.ROLE, RawExchange.token(Names.property(Names.TOKEN_FILE)));
  }

  /** Does the same on a new connection. */
  @Benchmark
  public Object newConnection() throws IOException {
    try (Socket socket = exchange.connect()) {
      return exchange.exchange(
          socket, Names.ROLE, RawExchange.token(Names.property(Names.TOKEN_FILE)));
    }
  }

  /** Closes the connection. */
  @TearDown
  public void close() throws IOException {
    kept.close();
  }
}
