package dev.irsa.bench.jmh;

import dev.irsa.IrsaCredentials;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our provider, without an SDK. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class IrsaCoreHotPath {

  private final IrsaCredentials credentials = IrsaCredentials.fromEnvironment();

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    var unused = credentials.credentials();
  }

  /** Gets credentials, as for every request. */
  @Benchmark
  public Object credentials() {
    return credentials.credentials();
  }

  /** Closes the handle. */
  @TearDown
  public void close() {
    credentials.close();
  }
}
