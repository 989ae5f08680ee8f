package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.fleet.RefreshRun;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The steps of our refresh that do not use the network. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class IrsaSteps {

  private final RefreshRun run = RefreshRun.over(Names.property(Names.HTTP));

  /** Reads and checks the token file. */
  @Benchmark
  public Object tokenRead() {
    return run.readToken();
  }

  /** Reads the token's claims, which happens after the credentials are available. */
  @Benchmark
  public @Nullable Object claimsRead() {
    return run.readClaims();
  }
}
