package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.fleet.RefreshRun;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Our refresh at an EKS Pod Identity agent. Each opens a new connection. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class IrsaContainerRefresh {

  private final RefreshRun run = RefreshRun.atAgent(Names.property(Names.AGENT));

  /** Reads the token file, asks the agent, parses and replaces the session. */
  @Benchmark
  public Object refresh() {
    return run.refresh();
  }
}
