package dev.irsa.bench.jmh;

import dev.irsa.RefreshRun;
import dev.irsa.bench.Names;
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
 * Our refresh: the session source that the cache calls, and what it is made of. A refresh makes a
 * connection of its own each time, since no socket is kept between refreshes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class IrsaRefresh {

  /** Plain or TLS. */
  @Param({"http", "https"})
  public String scheme = "http";

  private RefreshRun run = RefreshRun.over(Names.property(Names.HTTP));

  /** Builds it for the scheme. */
  @Setup
  public void build() {
    run = RefreshRun.over(Names.property(scheme.equals("https") ? Names.HTTPS : Names.HTTP));
  }

  /** Token file read, exchange, parse, swap. */
  @Benchmark
  public Object refresh() {
    return run.refresh();
  }
}
