package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.fleet.RefreshRun;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Our refresh: the exchange that the cache calls, and its steps. Each refresh opens a new
 * connection, since sockets are not kept between refreshes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class IrsaRefresh {

  /** With or without TLS. */
  @Param({"http", "https"})
  public String scheme = "http";

  private RefreshRun run = RefreshRun.over(Names.property(Names.HTTP));

  /** Sets up the exchange for the scheme. */
  @Setup
  public void build() {
    run = RefreshRun.over(Names.property(scheme.equals("https") ? Names.HTTPS : Names.HTTP));
  }

  /** Reads the token file, exchanges, parses and replaces the session. */
  @Benchmark
  public Object refresh() {
    return run.refresh();
  }
}
